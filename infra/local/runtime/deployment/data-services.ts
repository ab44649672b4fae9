import type { Meter } from '../../billing/meter.ts';
import { meterObjects, meterQueues, meterTopics } from '../../billing/service-metering.ts';
import type { Clock } from '../../clock.ts';
import { openDynamoDb } from '../../dynamodb/dynamodb.ts';
import type { AwsService } from '../../protocols/service.ts';
import { openFirehose } from '../../services/firehose/firehose.ts';
import { openKinesis } from '../../services/kinesis/kinesis.ts';
import type { Outbox } from '../../services/messages/outbox.ts';
import { openSes } from '../../services/messages/ses.ts';
import { openSns } from '../../services/messages/sns.ts';
import { openQueues } from '../../services/queues/queues.ts';
import { openS3 } from '../../services/s3/s3.ts';
import { openSecrets } from '../../services/secrets/secrets.ts';
import type { AwsFrontOptions } from '../front/aws-front.ts';
import type { Operations } from '../front/operations.ts';
import type { DataServices } from './stores.ts';

// DynamoDB deletes expired items within a few days; the local one is as slow as a clock that moves by months needs
const sweepEveryMs = 86_400_000;

export type DataOptions = {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly dataDir: string | undefined;
  readonly meter: Meter;
  readonly kinesisLimits: boolean;
};

export async function openDataServices({
  clock,
  outbox,
  dataDir,
  meter,
  kinesisLimits,
}: DataOptions): Promise<DataServices> {
  const options = { clock, meter, ...(dataDir === undefined ? {} : { dataDir }) };
  const queues = meterQueues(meter, openQueues(options));
  const sns = openSns({ ...options, outbox, queues });
  return {
    dynamoDb: await openDynamoDb(options),
    kinesis: openKinesis({ ...options, limits: kinesisLimits }),
    s3: meterObjects(meter, openS3(options)),
    secrets: openSecrets(options),
    firehose: openFirehose(),
    queues,
    sns,
    ses: openSes({ outbox, topics: meterTopics(meter, sns.topics) }),
  };
}

/** Removes what is expired now, and once a virtual day from now on. */
export async function sweepDaily({ dynamoDb, kinesis }: DataServices, clock: Clock): Promise<void> {
  const sweep = async (): Promise<void> => {
    clock.setTimer(clock.now() + sweepEveryMs, sweep);
    await dynamoDb.sweep();
    await kinesis.sweep();
  };
  await sweep();
}

export function byName(services: Readonly<Record<string, AwsService>>): ReadonlyMap<string, AwsService> {
  return new Map(Object.values(services).map((service) => [service.name, service]));
}

/** Counts every call at the wire, whatever becomes of it; the answer goes to the AWS front. */
export function countOperations(operations: Operations): AwsFrontOptions['onCall'] {
  return ({ service, operation, resources }) => operations.record(service, operation, resources);
}

export async function closeDataServices(data: DataServices): Promise<void> {
  for (const service of byName(data).values()) await service.close?.();
}
