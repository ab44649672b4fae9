import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { type QueryInput, queryService } from '../../protocols/query-protocol.ts';
import { AwsError, type AwsService } from '../../protocols/service.ts';
import type { XmlChildren } from '../../protocols/xml.ts';
import { isObject } from '../../runtime/template/json.ts';
import type { MessageAttributes } from '../queues/message.ts';
import type { Queues } from '../queues/queues.ts';
import { type Endpoint, type Endpoints, openEndpoints } from './endpoints.ts';
import type { AcceptedMessage, Outbox } from './outbox.ts';
import { pushContent } from './push-content.ts';
import { createTopics, type Topics } from './topics.ts';

export type SnsOptions = {
  readonly outbox: Outbox;
  readonly queues: Pick<Queues, 'send'>;
  readonly clock: Clock;
  readonly dataDir?: string | undefined;
};
/** The local SNS: the AWS service, and what the local cloud itself needs of it. */
export type Sns = AwsService & { readonly topics: Topics };
type Parts = { readonly outbox: Outbox; readonly topics: Topics; readonly endpoints: Endpoints };

// SNS's own limits
const maxSmsCharacters = 1_600;
const maxMessageBytes = 262_144;

/** The local SNS for SMS, push and the topics of the template; any platform application is there. */
export function openSns({ outbox, queues, clock, dataDir }: SnsOptions): Sns {
  const topics = createTopics({ queues, now: () => clock.now() });
  const endpoints = openEndpoints(dataDir);
  const parts = { outbox, topics, endpoints };
  return {
    ...queryService('sns', {
      namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
      actions: {
        Publish: (input) => publish(input, parts),
        CreatePlatformEndpoint: (input) => createPlatformEndpoint(input, endpoints),
        GetEndpointAttributes: (input) => getEndpointAttributes(input, endpoints),
        SetEndpointAttributes: (input) => setEndpointAttributes(input, endpoints),
        DeleteEndpoint(input) {
          endpoints.remove(input.text('EndpointArn'));
          return [];
        },
      },
    }),
    topics,
    async close() {
      endpoints.close();
    },
  };
}

function publish(input: QueryInput, parts: Parts): XmlChildren {
  const text = input.text('Message');
  if (text === '') throw invalid('Empty message');
  if (Buffer.byteLength(text) > maxMessageBytes) throw invalid('Message too long');
  const topicArn = topicOf(input, parts.topics);
  if (topicArn !== undefined) return publishToTopic(input, topicArn, parts.topics);
  const phoneNumber = input.optional('PhoneNumber');
  const message =
    phoneNumber === undefined
      ? pushMessage(input, requireEndpoint(input, parts.endpoints))
      : smsMessage(input, phoneNumber);
  const attributes = input.pairs('MessageAttributes.entry', ['Name', 'Value.StringValue']);
  const headers = Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), value]);
  const messageId = randomUUID();
  parts.outbox.add({
    ...message,
    messageId,
    sendId: attributes.sendId,
    headers: Object.fromEntries(headers),
    raw: text,
  });
  return [['MessageId', messageId]];
}

/** The topic a call names, which may stand where devices do. */
function topicOf(input: QueryInput, topics: Topics): string | undefined {
  const target = input.optional('TargetArn') ?? '';
  return input.optional('TopicArn') ?? (topics.has(target) ? target : undefined);
}

function publishToTopic(input: QueryInput, arn: string, topics: Topics): XmlChildren {
  if (!topics.has(arn)) throw new AwsError('NotFound', 'Topic does not exist', { status: 404 });
  if (input.optional('MessageStructure') !== undefined)
    throw invalid('MessageStructure Reason: topics take plain messages only here');
  const subject = input.optional('Subject');
  // printable, one line, as the subject of an email has to be
  if (subject !== undefined && !/^[!-~][ -~]{0,98}$/.test(subject)) throw invalid('Subject');
  const message = { text: input.text('Message'), subject, attributes: attributesOf(input) };
  return [['MessageId', topics.publish(arn, message)]];
}

function attributesOf(input: QueryInput): MessageAttributes {
  const entries = 'MessageAttributes.entry';
  const types = input.pairs(entries, ['Name', 'Value.DataType']);
  const texts = input.pairs(entries, ['Name', 'Value.StringValue']);
  const binaries = input.pairs(entries, ['Name', 'Value.BinaryValue']);
  return Object.fromEntries(
    Object.entries(types).map(([name, DataType]) => [
      name,
      DataType.startsWith('Binary')
        ? { DataType, BinaryValue: binaries[name] ?? '' }
        : { DataType, StringValue: texts[name] ?? '' },
    ]),
  );
}

type Addressed = Pick<AcceptedMessage, 'channel' | 'to' | 'subject' | 'text'>;

function smsMessage(input: QueryInput, phoneNumber: string): Addressed {
  if (!/^\+[1-9]\d{6,14}$/.test(phoneNumber)) {
    throw invalid(`PhoneNumber Reason: ${phoneNumber} is not valid to publish to`);
  }
  const text = input.text('Message');
  if (text.length > maxSmsCharacters) throw invalid('Message Reason: SMS message too long');
  return { channel: 'sms', to: phoneNumber, text };
}

function pushMessage(input: QueryInput, { token }: Endpoint): Addressed {
  const text = input.text('Message');
  if (input.optional('MessageStructure') !== 'json') return { channel: 'push', to: token, text };
  const message = parseStructure(text);
  return { channel: 'push', to: token, ...pushContent(message) };
}

function parseStructure(text: string): Readonly<Record<string, unknown>> {
  const message = parseJson(text);
  if (!isObject(message)) throw invalid('Message Structure - JSON message body failed to parse');
  if (typeof message.default === 'string') return message;
  throw invalid('Message Structure - No default entry in JSON message body');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // told by the caller, the same as JSON that is no object
    return undefined;
  }
}

function requireEndpoint(input: QueryInput, endpoints: Endpoints): Endpoint {
  const endpoint = endpoints.find(input.text('TargetArn'));
  if (endpoint === undefined)
    throw invalid('TargetArn Reason: No endpoint found for the target arn specified');
  if (endpoint.enabled === 'true') return endpoint;
  throw new AwsError('EndpointDisabled', 'Endpoint is disabled');
}

function createPlatformEndpoint(input: QueryInput, endpoints: Endpoints): XmlChildren {
  const application = input.text('PlatformApplicationArn');
  if (!/^arn:aws:sns:[^:]*:\d{12}:app\/[^/]+\/[^/]+$/.test(application)) {
    throw invalid(
      `PlatformApplicationArn Reason: ${JSON.stringify(application)} is not an ARN of an application`,
    );
  }
  const token = input.text('Token');
  if (token === '') throw invalid('Token Reason: it is empty');
  const userData = input.optional('CustomUserData') ?? '';
  return [['EndpointArn', endpoints.create(application, token, userData).arn]];
}

function getEndpointAttributes(input: QueryInput, endpoints: Endpoints): XmlChildren {
  const endpoint = endpoints.find(input.text('EndpointArn'));
  if (endpoint === undefined) throw new AwsError('NotFound', 'Endpoint does not exist', { status: 404 });
  const { enabled: Enabled, token: Token, userData: CustomUserData } = endpoint;
  const entries = Object.entries({ Enabled, Token, CustomUserData });
  return [
    [
      'Attributes',
      entries.map(
        ([key, value]) =>
          [
            'entry',
            [
              ['key', key],
              ['value', value],
            ],
          ] as const,
      ),
    ],
  ];
}

function setEndpointAttributes(input: QueryInput, endpoints: Endpoints): XmlChildren {
  const { Enabled, Token, CustomUserData } = input.pairs('Attributes.entry', ['key', 'value']);
  endpoints.change(input.text('EndpointArn'), {
    ...(Enabled === undefined ? {} : { enabled: /^true$/i.test(Enabled) ? 'true' : 'false' }),
    ...(Token === undefined ? {} : { token: Token }),
    ...(CustomUserData === undefined ? {} : { userData: CustomUserData }),
  });
  return [];
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${reason}`);
}
