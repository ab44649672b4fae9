import type { Queues } from '../../services/queues/queues.ts';

export type PutObject = (bucket: string, key: string, body: string) => Promise<void>;

/** What a destination receives: `record` as AWS writes it, the whole invocation only where it is kept (S3). */
export type Failure = {
  readonly record: Readonly<Record<string, unknown>>;
  readonly payload: string;
  readonly key: string;
};

export type Destinations = { deliver(arn: string, failure: Failure): Promise<void> };

/** The places that records and events go to when a function cannot handle them: S3 buckets and SQS queues. */
export function createDestinations(ports: {
  putObject: PutObject;
  queues: Pick<Queues, 'send'>;
}): Destinations {
  return {
    async deliver(arn, { record, payload, key }) {
      const name = arn.split(':').at(-1) ?? arn;
      if (isBucket(arn)) await ports.putObject(name, key, JSON.stringify({ ...record, payload }));
      else ports.queues.send(name, JSON.stringify(record));
    },
  };
}

export function isBucket(arn: string): boolean {
  return arn.startsWith('arn:aws:s3:');
}

export function isQueue(arn: string): boolean {
  return arn.startsWith('arn:aws:sqs:');
}
