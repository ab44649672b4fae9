import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoSizes } from '../../../functions/aws/dynamo-memberships.ts';
import type { DaySize, SizeStore } from '../../../shared/profiles/memberships/sizes.ts';
import { MemorySizes } from '../../support/admin/memory-sizes.ts';
import { type DynamoDbUnderTest, definitionsTable, startDynamoDb } from '../../support/aws/dynamodb.ts';

let aws: DynamoDbUnderTest;
beforeAll(async () => {
  aws = await startDynamoDb();
  await aws.dynamoDb.createTable(definitionsTable());
});
afterAll(() => aws.close());

const sizeOn = (day: string, members: number): DaySize => ({ day, members, version: 2 });
const days = [sizeOn('2026-12-01', 7), sizeOn('2026-11-30', 5), sizeOn('2025-12-31', 3)];

describe.each<[string, () => SizeStore]>([
  ['in DynamoDB', () => dynamoSizes(aws.client, 'Definitions')],
  ['in memory', () => new MemorySizes()],
])('sizes of segments %s', (_, make) => {
  it('are listed newest first, each day once, and of that segment alone', async () => {
    const sizes = make();
    await sizes.save('vip', sizeOn('2026-11-30', 1));
    for (const size of days) await sizes.save('vip', size);
    await sizes.save('vip2', sizeOn('2026-11-30', 9));

    expect(await sizes.list('vip', { most: 10 })).toEqual(days);
    expect(await sizes.list('vip', { most: 1 })).toEqual(days.slice(0, 1));
    expect(await sizes.list('vip', { most: 10, before: '2026-12-01' })).toEqual(days.slice(1));
    expect(await sizes.list('nobody', { most: 10 })).toEqual([]);
  });
});
