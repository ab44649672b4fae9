import { type DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { RunEngine } from '../../shared/journeys/run-store.ts';
import type { Person, Sweep } from '../../shared/profiles/jobs/person.ts';
import { fromAttributes, toAttributes } from '../aws/dynamo-items.ts';
import { deleteItems, type Item } from './removing/delete-items.ts';

export type JourneySweep = {
  readonly dynamo: DynamoDBClient;
  readonly table: string;
  readonly engine: RunEngine;
};

const keySchema = z.object({ pk: z.string(), sk: z.string() });
const runSchema = z.object({ sk: z.literal('run'), journeyId: z.string(), entryId: z.string() });

// twice as long as a stream repeats what may begin a run
const MARK_SECONDS = 2 * 86_400;

/**
 * Runs are stopped and what is left of each is a mark that keeps it from beginning once more; messages go. The index that lists
 * them may be behind, which the last round makes good.
 */
export const sweepJourneys =
  (options: JourneySweep): Sweep =>
  async (person) => {
    const items: Item[] = [];
    for (const id of person.ids) for await (const { Items = [] } of listOf(options, id)) items.push(...Items);
    const stored = items.map((item) => fromAttributes(item));
    const found = stored.flatMap((item) => runSchema.safeParse(item).data ?? []);
    const known = new Set(found.map(({ entryId }) => entryId));
    for (const run of [...found, ...person.runs.filter(({ entryId }) => !known.has(entryId))])
      await endRun(options, run, person);
    const others = stored.filter((item) => !runSchema.safeParse(item).success);
    const keys = others.map((item) => toAttributes(keySchema.parse(item)));
    await deleteItems(options.dynamo, options.table, keys);
    return { removed: items.length };
  };

const listOf = ({ dynamo, table }: JourneySweep, id: string) =>
  paginateQuery(
    { client: dynamo },
    {
      TableName: table,
      IndexName: 'byProfile',
      KeyConditionExpression: 'profileId = :id',
      ExpressionAttributeValues: toAttributes({ ':id': id }),
    },
  );

/** The mark before the stop, so that no step that still runs may send. */
async function endRun(
  { dynamo, table, engine }: JourneySweep,
  run: Person['runs'][number],
  { erasedAt }: Person,
): Promise<void> {
  const Item = toAttributes({
    pk: `run#${run.entryId}`,
    sk: 'run',
    status: 'cancelled',
    reason: 'forgotten',
    endedAt: new Date(erasedAt).toISOString(),
    expiresAt: Math.floor(erasedAt / 1_000) + MARK_SECONDS,
  });
  await dynamo.send(new PutItemCommand({ TableName: table, Item }));
  await engine.stop(run, 'forgotten');
}
