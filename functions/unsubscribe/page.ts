import type { UnsubscribeGrant } from '../../shared/messaging/unsubscribe-token.ts';
import type { HttpAnswer } from '../lib/http.ts';

const WHAT: Readonly<Record<UnsubscribeGrant['channel'], string>> = {
  email: 'emails',
  sms: 'text messages',
  push: 'notifications',
};

/** Asks first: link scanners open every link of a message, and must change nothing. */
export function askPage(grant: UnsubscribeGrant): HttpAnswer {
  return page(200, {
    title: 'Unsubscribe',
    body: `<p>Stop receiving ${describe(grant)}?</p>
<form method="post"><button type="submit">Unsubscribe</button></form>`,
  });
}

export function donePage(grant: UnsubscribeGrant): HttpAnswer {
  return page(200, {
    title: 'You are unsubscribed',
    body: `<p role="status">You will receive no more ${describe(grant)}.</p>`,
  });
}

export function unknownPage(): HttpAnswer {
  return page(404, {
    title: 'This link does not work',
    body: '<p>It may be incomplete. Please open it again from the message.</p>',
  });
}

export function faultPage(status: number): HttpAnswer {
  return page(status, {
    title: 'That did not work',
    body: '<p>Nothing was changed. Please try again in a moment.</p>',
  });
}

function describe({ channel, topic }: UnsubscribeGrant): string {
  return topic === undefined ? WHAT[channel] : `${WHAT[channel]} about &ldquo;${escapeHtml(topic)}&rdquo;`;
}

function page(status: number, { title, body }: { title: string; body: string }): HttpAnswer {
  return {
    statusCode: status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
button { font: inherit; padding: 0.75rem 1.5rem; border: 0; border-radius: 0.5rem; background: #1a1a1a; color: #fff }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`,
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
