import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { RETENTION_DAYS } from '../../shared/duration.ts';
import { type Job, type JobStore, jobSchema } from '../../shared/profiles/jobs/job.ts';
import { unlessConflict } from '../aws/conflict.ts';
import { fromAttributes, toAttributes } from '../aws/dynamo-items.ts';

// as long as the timeline: who asks what became of a person finds it
const RETENTION_SECONDS = RETENTION_DAYS * 86_400;

/** An item for each job; the table's stream brings a running one to the function that advances it. */
export function dynamoJobStore(client: DynamoDBClient, table: string): JobStore {
  return {
    load: (jobId) => load(client, table, jobId),
    save: (job) => save(client, table, job),
  };
}

async function load(client: DynamoDBClient, table: string, jobId: string): Promise<Job | undefined> {
  const command = new GetItemCommand({
    TableName: table,
    Key: toAttributes({ jobId }),
    ConsistentRead: true,
  });
  const { Item } = await client.send(command);
  return Item && jobSchema.parse(JSON.parse(String(fromAttributes(Item).body)));
}

function save(client: DynamoDBClient, table: string, job: Job): ReturnType<JobStore['save']> {
  const { jobId, version, status } = job;
  const item = {
    jobId,
    version,
    status,
    body: JSON.stringify(job),
    expiresAt: Math.floor(Date.parse(job.updatedAt) / 1_000) + RETENTION_SECONDS,
  };
  const put = new PutItemCommand({ TableName: table, Item: toAttributes(item), ...atVersion(version - 1) });
  return unlessConflict(client.send(put));
}

const atVersion = (version: number) =>
  version === 0
    ? { ConditionExpression: 'attribute_not_exists(jobId)' }
    : {
        ConditionExpression: 'version = :version',
        ExpressionAttributeValues: toAttributes({ ':version': version }),
      };
