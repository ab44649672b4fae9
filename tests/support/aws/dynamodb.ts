import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createMeter, type Meter } from '../../../infra/local/billing/meter.ts';
import { type Clock, createClock } from '../../../infra/local/clock.ts';
import { type DynamoDb, openDynamoDb } from '../../../infra/local/dynamodb/dynamodb.ts';
import type { SourceRecord } from '../../../infra/local/runtime/mappings/stream-source.ts';
import { serveAws } from './local-aws.ts';

export type DynamoDbUnderTest = {
  readonly clock: Clock;
  readonly dynamoDb: DynamoDb;
  readonly client: DynamoDBClient;
  readonly meter: Meter;
  close(): Promise<void>;
};

/** A local DynamoDB behind a real port, with a client; its clock stands still. */
export async function startDynamoDb(options: { dataDir?: string } = {}): Promise<DynamoDbUnderTest> {
  const clock = createClock();
  clock.freeze();
  const meter = createMeter();
  const dynamoDb = await openDynamoDb({ clock, meter, ...options });
  const aws = await serveAws([dynamoDb]);
  const client = new DynamoDBClient(aws.config);
  return {
    clock,
    dynamoDb,
    client,
    meter,
    async close() {
      client.destroy();
      await aws.close();
    },
  };
}

/** A table of profiles as the tests use it: node and part are its key, its stream holds both images. */
export const profilesTable = {
  TableName: 'Profiles',
  KeySchema: [
    { AttributeName: 'node', KeyType: 'HASH' },
    { AttributeName: 'part', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'node', AttributeType: 'S' },
    { AttributeName: 'part', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
} as const;

/** A table whose keys are texts. */
export const stringTable = (TableName: string, hash: string, range: string) => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ],
  AttributeDefinitions: [hash, range].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
});

/** A table of definitions: the versions of each are numbers. */
export const definitionsTable = (TableName = 'Definitions') => ({
  ...stringTable(TableName, 'definition', 'version'),
  AttributeDefinitions: [
    { AttributeName: 'definition', AttributeType: 'S' as const },
    { AttributeName: 'version', AttributeType: 'N' as const },
  ],
});

export const key = (node: string, part = 'hot') => ({ node: { S: node }, part: { S: part } });

/** Everything in the stream of a table. */
export async function streamRecords(dynamoDb: DynamoDb, table: string): Promise<readonly SourceRecord[]> {
  const stream = dynamoDb.streamOf(table);
  const shards = await stream.shards();
  return (await Promise.all(shards.map((shard) => stream.read(shard.id, undefined, 1000)))).flat();
}
