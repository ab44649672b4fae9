import MailComposer from 'nodemailer/lib/mail-composer';
import type { EmailMessage } from '../../shared/messaging/channels/message.ts';

/** The raw message (RFC 5322) as SES takes it. */
export function mimeOf(email: EmailMessage): Promise<Buffer> {
  const composer = new MailComposer({
    from: { address: email.from.email, name: email.from.name ?? '' },
    to: { address: email.to, name: '' },
    subject: email.subject,
    html: email.html,
    text: email.text,
    headers: headersOf(email),
    newline: 'win',
    // what a template says is text, never a file of ours or an address to fetch
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function headersOf({ unsubscribeUrl }: EmailMessage): Record<string, string> {
  if (unsubscribeUrl === undefined) return {};
  // RFC 8058: mail programs post to the link by themselves, without a page in between
  return { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}
