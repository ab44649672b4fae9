import { accountId, region } from '../../runtime/template/scope.ts';
import { readHeaders } from './mime.ts';
import type { SentMessage } from './outbox.ts';

/** What happened to an email, and what SES tells about that alone. */
export type EmailEvent = { readonly eventType: string; readonly details: object };

/** An event as SES publishes it; there is one message for each recipient of the email. */
export function emailEvent(email: readonly SentMessage[], { eventType, details }: EmailEvent): object {
  return { eventType, mail: mailOf(email), [eventType.toLowerCase()]: details };
}

function mailOf(email: readonly SentMessage[]): object {
  const [message] = email;
  if (message === undefined) throw new Error('an event needs the email it is about');
  const { at, messageId, source = '', configurationSet = '', tags = {} } = message;
  const headers = readHeaders(message.raw);
  return {
    timestamp: at,
    source,
    sourceArn: `arn:aws:ses:${region}:${accountId}:identity/${addressOf(source)}`,
    sendingAccountId: accountId,
    messageId,
    destination: email.map(({ to }) => to),
    headersTruncated: false,
    headers,
    commonHeaders: commonHeaders(message, headers),
    tags: asLists({
      'ses:source-tls-version': 'TLSv1.3',
      'ses:operation': 'SendRawEmail',
      'ses:configuration-set': configurationSet,
      'ses:source-ip': '127.0.0.1',
      'ses:from-domain': addressOf(source).split('@').at(-1) ?? '',
      'ses:caller-identity': 'local',
      ...tags,
    }),
  };
}

type Header = { readonly name: string; readonly value: string };

function commonHeaders({ messageId, subject }: SentMessage, headers: readonly Header[]): object {
  const valuesOf = (name: string) =>
    headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value);
  return { from: valuesOf('from'), to: valuesOf('to'), messageId, subject };
}

function asLists(tags: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]));
}

function addressOf(source: string): string {
  return /<([^<>]*)>\s*$/.exec(source)?.[1] ?? source;
}
