import * as z from 'zod';
import type { JsonInput } from '../../protocols/json-protocol.ts';
import { AwsError, type AwsRequest } from '../../protocols/service.ts';
import { attributesMd5, bodyMd5 } from './checksum.ts';
import { attributesSchema } from './message.ts';
import type { Queue } from './queue.ts';
import { readInput } from './read-input.ts';
import { isAsked, receive } from './receive.ts';

export type QueueCall = {
  readonly input: JsonInput;
  readonly request: AwsRequest;
  readonly queues: ReadonlyMap<string, Queue>;
  /** Ends waiting calls. */
  readonly closing: AbortSignal;
};

/** Answers one operation of SQS, or throws AwsError. */
export type Operation = (call: QueueCall) => Promise<unknown> | unknown;

const sendSchema = z.object({
  MessageBody: z.string(),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
  MessageAttributes: attributesSchema.default({}),
});
const handleSchema = z.object({ ReceiptHandle: z.string() });
const visibilitySchema = handleSchema.extend({ VisibilityTimeout: z.number().int().min(0).max(43_200) });

export const operations: Readonly<Record<string, Operation>> = {
  SendMessage: (call) => sendOne(queueOf(call), call.input, call.request),
  ReceiveMessage: (call) => receive(queueOf(call), call.input, call.closing),
  DeleteMessage: (call) => deleteOne(queueOf(call), call.input),
  ChangeMessageVisibility: (call) => changeOne(queueOf(call), call.input),
  PurgeQueue: (call) => queueOf(call).purge(),
  GetQueueUrl: ({ input, request, queues }) => {
    const { QueueName } = readInput(z.object({ QueueName: z.string() }), input);
    return { QueueUrl: queueUrl(requireQueue(QueueName, queues), request) };
  },
  ListQueues: ({ input, request, queues }) => {
    const { QueueNamePrefix = '' } = readInput(z.object({ QueueNamePrefix: z.string().optional() }), input);
    const found = [...queues.values()].filter(({ config }) => config.name.startsWith(QueueNamePrefix));
    return found.length === 0 ? {} : { QueueUrls: found.map((queue) => queueUrl(queue, request)) };
  },
  GetQueueAttributes: (call) => {
    const { AttributeNames } = readInput(
      z.object({ AttributeNames: z.array(z.string()).default([]) }),
      call.input,
    );
    const attributes = attributesOf(queueOf(call));
    const unknown = AttributeNames.find((name) => name !== 'All' && !(name in attributes));
    if (unknown !== undefined) {
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    }
    const asked = Object.entries(attributes).filter(
      ([name, value]) => isAsked(AttributeNames, name) && value !== undefined,
    );
    return asked.length === 0 ? {} : { Attributes: Object.fromEntries(asked) };
  },
};

export function sendOne(queue: Queue, input: unknown, request: AwsRequest): Record<string, unknown> {
  const { MessageBody: body, MessageAttributes: attributes, DelaySeconds } = readInput(sendSchema, input);
  const sender = request.accessKeyId ?? 'anonymous';
  const MessageId = queue.send({ body, attributes, sender, delaySeconds: DelaySeconds });
  return { MessageId, MD5OfMessageBody: bodyMd5(body), MD5OfMessageAttributes: attributesMd5(attributes) };
}

export function deleteOne(queue: Queue, input: unknown): void {
  queue.delete(readInput(handleSchema, input).ReceiptHandle);
}

export function changeOne(queue: Queue, input: unknown): void {
  const { ReceiptHandle, VisibilityTimeout } = readInput(visibilitySchema, input);
  queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
}

export function queueOf({ input, queues }: QueueCall): Queue {
  const { QueueUrl } = readInput(z.object({ QueueUrl: z.string() }), input);
  return requireQueue(QueueUrl.split('/').at(-1) ?? '', queues);
}

function requireQueue(name: string, queues: ReadonlyMap<string, Queue>): Queue {
  const queue = queues.get(name);
  if (queue !== undefined) return queue;
  throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

// SDKs send further calls to where this URL points
function queueUrl({ config }: Queue, { headers }: AwsRequest): string {
  const [, , , , account] = config.arn.split(':');
  return `http://${headers.host}/${account}/${config.name}`;
}

function attributesOf(queue: Queue): Readonly<Record<string, string | undefined>> {
  const { config } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  const { deadLetterArn: deadLetterTargetArn, maxReceiveCount } = config.redrive ?? {};
  return {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    QueueArn: config.arn,
    VisibilityTimeout: String(config.visibilityTimeoutSeconds),
    DelaySeconds: String(config.delaySeconds),
    MaximumMessageSize: String(config.maxMessageBytes),
    MessageRetentionPeriod: String(config.retentionSeconds),
    ReceiveMessageWaitTimeSeconds: String(config.receiveWaitSeconds),
    RedrivePolicy: config.redrive && JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
  };
}
