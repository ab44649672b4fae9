import { randomBytes, randomUUID } from 'node:crypto';
import { type QueryInput, queryService } from '../../protocols/query-protocol.ts';
import { AwsError, type AwsService } from '../../protocols/service.ts';
import { createEventDestinations, type EventDestinations } from './event-destinations.ts';
import { type Email, parseEmail } from './mime.ts';
import type { Outbox } from './outbox.ts';
import type { Topics } from './topics.ts';

/** The local SES: the AWS service, and where what it publishes goes. */
export type Ses = AwsService & { readonly destinations: EventDestinations };

type Parts = { readonly outbox: Outbox; readonly destinations: EventDestinations };

// SES's own limits
const maxMessageBytes = 10 * 1024 * 1024;
const maxRecipients = 50;

/** The local SES, version 1: every address is verified and nobody is in the sandbox. */
export function openSes({ outbox, topics }: { outbox: Outbox; topics: Topics }): Ses {
  const destinations = createEventDestinations(topics);
  const parts = { outbox, destinations };
  return {
    ...queryService('ses', {
      namespace: 'http://ses.amazonaws.com/doc/2010-12-01/',
      actions: { SendRawEmail: (input) => [['MessageId', sendRawEmail(input, parts)]] },
    }),
    destinations,
  };
}

function sendRawEmail(input: QueryInput, { outbox, destinations }: Parts): string {
  const configurationSet = configurationSetOf(input, destinations);
  const raw = Buffer.from(input.text('RawMessage.Data'), 'base64');
  if (raw.length > maxMessageBytes) {
    throw invalidValue(`Message length is more than ${maxMessageBytes} bytes long: '${raw.length}'.`);
  }
  const email = parseEmail(raw);
  const source = input.optional('Source') ?? email.headers.from ?? '';
  requireAddress(source);
  const recipients = recipientsOf(input, email);
  const messageId = `${randomBytes(8).toString('hex')}-${randomUUID()}-000000`;
  const { headers, text, html } = email;
  const tags = tagsOf(input, email);
  const message = {
    messageId,
    sendId: tags.sendId,
    subject: headers.subject,
    text,
    html,
    headers,
    raw: raw.toString(),
  };
  const sent = recipients.map((to) =>
    outbox.add({ channel: 'email', to, ...message, source, tags, configurationSet }),
  );
  destinations.publish(sent, { eventType: 'Send', details: {} });
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

function configurationSetOf(input: QueryInput, known: EventDestinations): string | undefined {
  const name = input.optional('ConfigurationSetName');
  if (name === undefined || known.hasConfigurationSet(name)) return name;
  throw new AwsError('ConfigurationSetDoesNotExist', `Configuration set <${name}> does not exist.`);
}

function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
