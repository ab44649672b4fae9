import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoJobStore } from '../../../functions/providers/dynamo-job-store.ts';
import { afterStep, newJob } from '../../../shared/profiles/jobs/job.ts';
import { type DynamoDbUnderTest, startDynamoDb } from '../../support/aws/dynamodb.ts';
import { MemoryJobs } from '../../support/profiles/memory-jobs.ts';

let aws: DynamoDbUnderTest;
beforeAll(async () => {
  aws = await startDynamoDb();
  await aws.client.send(
    new CreateTableCommand({
      TableName: 'Jobs',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'jobId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'jobId', AttributeType: 'S' }],
    }),
  );
});
afterAll(() => aws.close());

const now = new Date('2026-11-01T00:00:00.000Z');
const fresh = newJob(
  { jobId: 'one', kind: 'export', profileId: 'user_id:x', by: 'ops', firstStep: 'a' },
  now,
);
const outcome = { next: { step: 'b', place: { ids: ['x'] } }, counts: { lines: 2 } };

describe.each([
  ['in DynamoDB', () => dynamoJobStore(aws.client, 'Jobs')],
  ['in memory', () => new MemoryJobs()],
] as const)('jobs %s', (_, make) => {
  it('come back as they were saved, each version once', async () => {
    const jobs = make();
    const second = afterStep(fresh, outcome, now);

    expect(await jobs.load('one')).toBeUndefined();
    expect([await jobs.save(fresh), await jobs.save(fresh)]).toEqual(['saved', 'conflict']);
    expect([await jobs.save(second), await jobs.save(second)]).toEqual(['saved', 'conflict']);
    expect(await jobs.load('one')).toEqual(second);
  });
});
