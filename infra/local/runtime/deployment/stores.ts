import type { DynamoDb } from '../../dynamodb/dynamodb.ts';
import type { TableProps } from '../../dynamodb/table-settings.ts';
import type { Firehose } from '../../services/firehose/firehose.ts';
import type { Kinesis } from '../../services/kinesis/kinesis.ts';
import type { StreamProps } from '../../services/kinesis/streams.ts';
import type { Ses } from '../../services/messages/ses.ts';
import type { Sns } from '../../services/messages/sns.ts';
import type { Queues } from '../../services/queues/queues.ts';
import type { S3 } from '../../services/s3/s3.ts';
import type { SecretProps, Secrets } from '../../services/secrets/secrets.ts';
import type { JsonObject } from '../template/json.ts';
import type { Stores } from './local-services.ts';

export type DataServices = {
  readonly dynamoDb: DynamoDb;
  readonly kinesis: Kinesis;
  readonly s3: S3;
  readonly secrets: Secrets;
  readonly firehose: Firehose;
  readonly queues: Queues;
  readonly ses: Ses;
  readonly sns: Sns;
};

const tableProperties = [
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'ProvisionedThroughput',
  'StreamSpecification',
  'TimeToLiveSpecification',
];
const streamProperties = ['RetentionPeriodHours', 'ShardCount', 'StreamModeDetails'];
const secretProperties = ['GenerateSecretString', 'SecretString'];

/** The data services as resources use them; the shapes of the resource types have checked the properties. */
export function createStores({ dynamoDb, kinesis, s3, secrets, ...services }: DataServices): Stores {
  return {
    async createTable(name, properties) {
      const props = { ...pick(properties, tableProperties), TableName: name };
      const table = await dynamoDb.createTable(props as unknown as TableProps); // checked by its shape
      const streamArn = table.LatestStreamArn;
      return {
        arn: String(table.TableArn),
        streamArn: streamArn === undefined ? undefined : String(streamArn),
      };
    },
    async createStream(name, properties) {
      const props = { ...pick(properties, streamProperties), StreamName: name };
      const stream = await kinesis.createStream(props as StreamProps); // checked by its shape
      return { arn: stream.StreamARN };
    },
    async createBucket(name) {
      s3.createBucket(name);
    },
    async createSecret(name, properties) {
      const props = { ...pick(properties, secretProperties), Name: name };
      return { arn: secrets.createSecret(props as SecretProps).arn }; // checked by its shape
    },
    createDelivery: (config) => services.firehose.create(config),
    queues: services.queues,
    topics: services.sns.topics,
    emailEvents: services.ses.destinations,
    source(arn) {
      const [, table] = /:table\/([^/]+)\/stream\//.exec(arn) ?? [];
      return table === undefined ? kinesis.streamOf(arn.split('/').at(-1) ?? arn) : dynamoDb.streamOf(table);
    },
    partitionKeys: (table, attribute) => dynamoDb.partitionKeys(table, attribute),
  };
}

function pick(properties: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}
