import { randomBytes, randomUUID } from 'node:crypto';
import { type QueryInput, queryService } from '../../protocols/query-protocol.ts';
import { AwsError, type AwsService } from '../../protocols/service.ts';
import { type Email, parseEmail } from './mime.ts';
import type { Outbox } from './outbox.ts';

/** The local SES, version 1: every address is verified and nobody is in the sandbox. */
export type Ses = AwsService & { createConfigurationSet(name: string): void };

// SES's own limits
const maxMessageBytes = 10 * 1024 * 1024;
const maxRecipients = 50;

export function openSes(outbox: Outbox): Ses {
  const configurationSets = new Set<string>();
  return {
    ...queryService('ses', {
      namespace: 'http://ses.amazonaws.com/doc/2010-12-01/',
      actions: {
        SendRawEmail(input) {
          requireConfigurationSet(input, configurationSets);
          return [['MessageId', sendRawEmail(input, outbox)]];
        },
      },
    }),
    createConfigurationSet: (name) => void configurationSets.add(name),
  };
}

function sendRawEmail(input: QueryInput, outbox: Outbox): string {
  const raw = Buffer.from(input.text('RawMessage.Data'), 'base64');
  if (raw.length > maxMessageBytes) {
    throw invalidValue(`Message length is more than ${maxMessageBytes} bytes long: '${raw.length}'.`);
  }
  const email = parseEmail(raw);
  requireAddress(input.optional('Source') ?? email.headers.from ?? '');
  const recipients = recipientsOf(input, email);
  const messageId = `${randomBytes(8).toString('hex')}-${randomUUID()}-000000`;
  const { headers, text, html } = email;
  const sendId = tagsOf(input, email).sendId;
  const message = { messageId, sendId, subject: headers.subject, text, html, headers, raw: raw.toString() };
  for (const to of recipients) outbox.add({ channel: 'email', to, ...message });
  return messageId;
}

// what the call names, else what the message says
function recipientsOf(input: QueryInput, { headers }: Email): readonly string[] {
  const named = input.list('Destinations.member');
  const written = [headers.to, headers.cc, headers.bcc].filter((header) => header !== undefined);
  const given = named.length > 0 ? named : written.flatMap((header) => header.split(','));
  const recipients = given.map(requireAddress);
  if (recipients.length === 0) throw invalidValue("Missing required header 'To'.");
  if (recipients.length > maxRecipients) {
    throw invalidValue(`Recipient count exceeds ${maxRecipients}.`);
  }
  return recipients;
}

/** The bare address of `Name <name@example.com>`. */
function requireAddress(text: string): string {
  const address = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();
  if (/^[^\s@<>]+@[^\s@<>]+$/.test(address)) return address;
  throw invalidValue(`Missing final '@domain': ${JSON.stringify(text)}`);
}

function tagsOf(input: QueryInput, { headers }: Email): Readonly<Record<string, string>> {
  const written = [...(headers['x-ses-message-tags'] ?? '').matchAll(/([^\s,=]+)=([^\s,]*)/g)];
  const tags: Record<string, string> = {
    ...Object.fromEntries(written.map(([, name, value]) => [name, value])),
    ...input.pairs('Tags.member', ['Name', 'Value']),
  };
  const wrong = Object.entries(tags)
    .flat()
    .find((text) => !/^[A-Za-z0-9_.@-]{1,256}$/.test(text));
  if (wrong !== undefined) throw invalidValue(`Invalid tag name or value: ${JSON.stringify(wrong)}`);
  return tags;
}

function requireConfigurationSet(input: QueryInput, known: ReadonlySet<string>): void {
  const name = input.optional('ConfigurationSetName');
  if (name === undefined || known.has(name)) return;
  throw new AwsError('ConfigurationSetDoesNotExist', `Configuration set <${name}> does not exist.`);
}

function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
