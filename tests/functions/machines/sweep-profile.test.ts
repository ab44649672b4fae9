import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoTimelineStore } from '../../../functions/aws/dynamo-timeline-store.ts';
import { sweepTimeline } from '../../../functions/machines/sweep-profile.ts';
import type { Person } from '../../../shared/profiles/jobs/person.ts';
import { type DynamoDbUnderTest, startDynamoDb, stringTable } from '../../support/aws/dynamodb.ts';
import { ProfileWorld } from '../../support/profiles/profile-world.ts';

let aws: DynamoDbUnderTest;
beforeAll(async () => {
  aws = await startDynamoDb();
  await aws.dynamoDb.createTable(stringTable('Timeline', 'profileId', 'chunk'));
});
afterAll(() => aws.close());

/** A chunk as a write leaves it that goes on to win or to lose its race. */
async function leaveChunk(userId: string): Promise<string> {
  const world = new ProfileWorld();
  await world.post(world.event({ userId }));
  const [write] = world.stores.saved;
  if (!write) throw new Error('the event made no write');
  await dynamoTimelineStore(aws.client, 'Timeline').append({ ...write, previousHeads: [] });
  return write.profile.id;
}

it('the sweep of timelines finds what a profile left that never came to be, because its identifier was attached first', async () => {
  const own = await leaveChunk('anna');
  const neverMade = await leaveChunk('laptop');
  const other = await leaveChunk('bert');
  const person: Person = {
    ...{ ids: [own], keys: [own, neverMade], version: 1, effectNumber: 1, erasedAt: 0, firstSeen: 0 },
    ...{ segments: [], groups: [], runs: [] },
  };
  const sweep = sweepTimeline(aws.client, 'Timeline');

  expect(await sweep(person, undefined, new Date(0))).toEqual({ removed: 2 });
  expect(await sweep({ ...person, ids: [other], keys: [other] }, undefined, new Date(0))).toEqual({
    removed: 1,
  });
});
