import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoBackfillStore } from '../../../functions/machines/dynamo-backfill-store.ts';
import { type BackfillStore, noBackfill, untouched } from '../../../shared/profiles/memberships/backfill.ts';
import { type DynamoDbUnderTest, definitionsTable, startDynamoDb } from '../../support/aws/dynamodb.ts';
import { MemoryBackfills } from '../../support/segments/memory-backfills.ts';

let aws: DynamoDbUnderTest;
beforeAll(async () => {
  aws = await startDynamoDb();
});
afterAll(() => aws.close());

let made = 0;
async function inDynamoDb(): Promise<BackfillStore> {
  made += 1;
  const TableName = `Definitions${made}`;
  await aws.dynamoDb.createTable(definitionsTable(TableName));
  return dynamoBackfillStore(aws.client, TableName);
}

const half = { looked: 5, written: 2, isDone: false };

describe.each([
  ['in DynamoDB', inDynamoDb],
  ['in memory', async () => new MemoryBackfills()],
])('the backfill %s', (_, make) => {
  it('is none before the first', async () => {
    expect(await (await make()).load()).toEqual(noBackfill);
  });

  it('keeps how far each shard is, and how many there were when it is over', async () => {
    const backfills = await make();

    expect(await backfills.begin(3, 2)).toBe('saved');
    expect(await backfills.note(3, 1, half)).toBe('saved');
    expect(await backfills.load()).toEqual({ number: 3, done: 0, profiles: 0, shards: [untouched, half] });

    expect(await backfills.finish(3, 12)).toBe('saved');
    expect(await backfills.load()).toMatchObject({ number: 3, done: 3, profiles: 12 });
  });

  it('is taken over by a newer number, and tells whoever carries out the older one', async () => {
    const backfills = await make();
    await backfills.begin(3, 1);
    await backfills.finish(3, 12);
    await backfills.begin(4, 2);

    expect(await backfills.begin(5, 1)).toBe('saved');

    expect(await backfills.note(4, 0, half)).toBe('superseded');
    expect(await backfills.finish(4, 1)).toBe('superseded');
    expect(await backfills.load()).toEqual({ number: 5, done: 3, profiles: 12, shards: [untouched] });
  });

  it('begins again where it died, and not when it is older or over', async () => {
    const backfills = await make();
    await backfills.begin(5, 1);

    expect(await backfills.begin(5, 1)).toBe('saved');
    expect(await backfills.begin(4, 1)).toBe('superseded');
    await backfills.finish(5, 1);
    expect(await backfills.begin(5, 1)).toBe('superseded');
  });
});
