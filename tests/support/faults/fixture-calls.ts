import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { KinesisClient, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { PutObjectCommand, type PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

export type FixtureCalls = ReturnType<typeof fixtureCalls>;

const table = 'shop-OrdersB2';
const stream = { StreamName: 'shop-StreamC3' };
const Data = Buffer.from('{"user":"ana"}');
const keyOf = (at: string, day = 'batch') => ({ day: { S: day }, at: { S: at } });
const mail = [
  'From: shop@shop.example',
  'To: ana@shop.example',
  'Subject: Hello',
  'X-Tributary-Send-Id: one',
  '',
  'Hello',
];

/** One call to each service of the shop that the local cloud's own tests deploy, by real clients that try once. */
export function fixtureCalls({ awsUrl }: { readonly awsUrl: string }) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { endpoint: awsUrl, region: 'us-east-1', credentials, maxAttempts: 1 };
  const dynamo = new DynamoDBClient(config);
  const hasty = (requestTimeout: number) =>
    new DynamoDBClient({ ...config, requestHandler: { requestTimeout, throwOnRequestTimeout: true } });
  const kinesis = new KinesisClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const secrets = new SecretsManagerClient(config);
  const ses = new SESClient(config);
  const sfn = new SFNClient(config);
  const sns = new SNSClient(config);
  const put = new PutItemCommand({ TableName: table, Item: keyOf('one', 'single') });
  return {
    table,
    put: ({ timeoutMs }: { timeoutMs?: number } = {}) =>
      (timeoutMs === undefined ? dynamo : hasty(timeoutMs)).send(put),
    transact: () =>
      dynamo.send(
        new TransactWriteItemsCommand({
          TransactItems: ['one', 'two'].map((at) => ({
            Put: { TableName: table, Item: keyOf(at, 'transaction') },
          })),
        }),
      ),
    writeBatch: (ats: readonly string[]) =>
      dynamo.send(
        new BatchWriteItemCommand({
          RequestItems: { [table]: ats.map((at) => ({ PutRequest: { Item: keyOf(at) } })) },
        }),
      ),
    readBatch: (ats: readonly string[]) =>
      dynamo.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: ats.map((at) => keyOf(at)) } } }),
      ),
    putRecord: () => kinesis.send(new PutRecordCommand({ ...stream, PartitionKey: 'ana', Data })),
    putRecords: (keys: readonly string[]) =>
      kinesis.send(
        new PutRecordsCommand({ ...stream, Records: keys.map((PartitionKey) => ({ PartitionKey, Data })) }),
      ),
    putObject: (condition: Pick<PutObjectCommandInput, 'IfNoneMatch'> = {}) =>
      s3.send(new PutObjectCommand({ Bucket: 'shop-bucketf6', Key: 'one', Body: 'one', ...condition })),
    getSecret: () => secrets.send(new GetSecretValueCommand({ SecretId: 'shop-SecretG7' })),
    sendMail: () =>
      ses.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(mail.join('\r\n')) } })),
    publish: () => sns.send(new PublishCommand({ PhoneNumber: '+48500100200', Message: 'Hello' })),
    listMachines: () => sfn.send(new ListStateMachinesCommand({})),
    close() {
      for (const client of [dynamo, kinesis, s3, secrets, ses, sfn, sns]) client.destroy();
    },
  };
}
