import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  paginateListExecutions,
  paginateListStateMachines,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { Cloud } from '../../../infra/local/cloud.ts';
import { streamRecords } from './stream-records.ts';

const account = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** All that operators, metrics and policies get to see of what a cloud has written: names and keys, never contents. */
export async function writtenNames(cloud: Cloud): Promise<Record<string, readonly string[]>> {
  const endpoint = cloud.awsUrl;
  return {
    'table keys': await tableKeys(new DynamoDBClient({ ...account, endpoint })),
    'partition keys': (await streamRecords(endpoint)).map(({ partitionKey }) => partitionKey),
    ...(await objectKeys(new S3Client({ ...account, endpoint, forcePathStyle: true }))),
    'executions and their input': await executions(new SFNClient({ ...account, endpoint })),
  };
}

async function tableKeys(client: DynamoDBClient): Promise<string[]> {
  const keys: string[] = [];
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  for (const TableName of TableNames) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const indexes = (Table?.GlobalSecondaryIndexes ?? []).flatMap(({ KeySchema = [] }) => KeySchema);
    const names = [...(Table?.KeySchema ?? []), ...indexes].map(({ AttributeName = '' }) => AttributeName);
    for await (const { Items = [] } of paginateScan({ client }, { TableName }))
      keys.push(...Items.flatMap((item) => names.map((name) => item[name]?.S ?? '')));
  }
  return keys;
}

/** By bucket. */
async function objectKeys(client: S3Client): Promise<Record<string, readonly string[]>> {
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  const keys: Record<string, string[]> = {};
  for (const { Name: Bucket = '' } of Buckets)
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket }))
      keys[`keys in ${Bucket}`] = [
        ...(keys[`keys in ${Bucket}`] ?? []),
        ...Contents.map(({ Key = '' }) => Key),
      ];
  return keys;
}

async function executions(client: SFNClient): Promise<string[]> {
  const texts: string[] = [];
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {}))
    for (const { stateMachineArn } of stateMachines)
      for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn }))
        for (const { executionArn, name } of executions) {
          const { input } = await client.send(new DescribeExecutionCommand({ executionArn }));
          texts.push(`${name} ${input}`);
        }
  return texts;
}
