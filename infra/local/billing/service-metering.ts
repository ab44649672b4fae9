import type { Topics } from '../services/messages/topics.ts';
import { sizeOf } from '../services/queues/message.ts';
import type { Queues } from '../services/queues/queues.ts';
import type { S3 } from '../services/s3/s3.ts';
import type { Meter } from './meter.ts';
import { ingestedBytes } from './rules/ingested-bytes.ts';
import { deleteRequests, queueRequests, receiveRequests } from './rules/queue-requests.ts';
import { requestUsage } from './rules/request-usage.ts';

// what AWS's services ask of each other never comes by at the AWS endpoint, but it is billed as if it did

/** Meters what SES tells a topic; to bring it to queues is free. */
export const meterTopics = (meter: Meter, topics: Topics): Topics => ({
  ...topics,
  publish(arn, message) {
    recordRequest(meter, { service: 'sns', resource: nameOf(arn), body: message.text });
    return topics.publish(arn, message);
  },
});

/** Meters what topics and failed invocations send. */
export const meterQueues = (meter: Meter, queues: Queues): Queues => ({
  ...queues,
  send(nameOrArn, body, attributes = {}) {
    recordQueue(meter, nameOrArn, queueRequests(sizeOf({ body, attributes })));
    queues.send(nameOrArn, body, attributes);
  },
});

/** Meters what Firehose and failed batches put. */
export const meterObjects = (meter: Meter, s3: S3): S3 => ({
  ...s3,
  async putObject(bucket, key, body) {
    await s3.putObject(bucket, key, body);
    recordRequest(meter, { service: 's3', resource: bucket, body });
  },
});

export type PollMeter = {
  received(messages: readonly Parameters<typeof sizeOf>[0][]): void;
  deleted(count: number): void;
};

/** Hears what Lambda asks of a queue to hand its messages to a function. */
export const meterPolls = (meter: Meter, queue: string): PollMeter => ({
  received: (messages) => recordQueue(meter, queue, receiveRequests(messages.map(sizeOf))),
  deleted: (count) => recordQueue(meter, queue, deleteRequests(count)),
});

/** Hears of each record that a delivery stream takes in. */
export const meterDelivery =
  (meter: Meter, resource: string) =>
  (recordBytes: number): void =>
    meter.record({
      ...{ service: 'firehose', resource, unit: 'ingested-bytes' },
      quantity: ingestedBytes(recordBytes),
    });

function recordRequest(
  meter: Meter,
  { body, ...call }: { service: string; resource: string; body: string | Buffer },
): void {
  const requestBytes = Buffer.byteLength(body);
  for (const usage of requestUsage({ ...call, method: 'PUT', requestBytes, status: 200 }))
    meter.record(usage);
}

function recordQueue(meter: Meter, nameOrArn: string, quantity: number): void {
  meter.record({ service: 'sqs', resource: nameOf(nameOrArn), unit: 'requests', quantity });
}

const nameOf = (nameOrArn: string): string => nameOrArn.split(':').at(-1) ?? nameOrArn;
