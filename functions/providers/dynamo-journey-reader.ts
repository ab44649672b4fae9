import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { fromAttributes, toAttributes } from '../aws/dynamo-items.ts';
import type {
  JourneyReader,
  PersonJourneyReader,
  PersonRunView,
  Place,
  RunView,
  SendView,
  Slice,
  SliceOf,
} from '../lib/journey-reader.ts';

type Item = Record<string, AttributeValue>;
type Table = { readonly client: DynamoDBClient; readonly name: string };

/** Which items of an index are wanted, and what becomes of each. */
type List<View> = {
  readonly index: 'byJourney' | 'byProfile';
  readonly hash: readonly [name: string, value: string];
  readonly filter: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly schema: z.ZodType<View>;
};

const runFieldsSchema = z.object({
  entryId: z.string(),
  profileId: z.string(),
  version: z.number(),
  status: z.string(),
  reason: z.string().optional(),
  step: z.string().optional(),
  at: z.string(),
  endedAt: z.string().optional(),
});
const runSchema = runFieldsSchema.transform(({ at, ...run }): RunView => ({ ...run, enteredAt: at }));

const personRunSchema = runFieldsSchema
  .extend({ journeyId: z.string() })
  .transform(({ at, journeyId, ...run }): PersonRunView => ({ ...run, journey: journeyId, enteredAt: at }));

const sendSchema = z
  .object({
    sendId: z.string(),
    profileId: z.string(),
    journeyId: z.string(),
    step: z.string(),
    channel: z.string(),
    template: z.string(),
    state: z.string(),
    reason: z.string().optional(),
    at: z.string(),
  })
  .transform(({ journeyId, ...send }): SendView => ({ ...send, journey: journeyId }));

const placeSchema = z.object({ at: z.string(), pk: z.string(), sk: z.string() });

const isRun = 'attribute_not_exists(sendId)';
const isSend = 'attribute_exists(sendId)';

/** Runs and sends through the indexes of the Journeys table, newest first. */
export function dynamoJourneyReader(
  client: DynamoDBClient,
  name: string,
): JourneyReader & PersonJourneyReader {
  const table = { client, name };
  const byJourney = (id: string) => ({ index: 'byJourney', hash: ['journeyId', id] }) as const;
  return {
    runsOf: (id, slice) => read(table, { ...byJourney(id), filter: isRun, schema: runSchema }, slice),
    runsOfProfile: (id, slice) =>
      read(
        table,
        { index: 'byProfile', hash: ['profileId', id], filter: isRun, schema: personRunSchema },
        slice,
      ),
    sendsOfJourney: (id, slice) =>
      read(table, { ...byJourney(id), filter: isSend, schema: sendSchema }, slice),
    sendsOfProfile: (id, journeyId, slice) =>
      read(table, { ...sendsOfProfile(id, journeyId), schema: sendSchema }, slice),
  };
}

const sendsOfProfile = (profileId: string, journeyId: string | undefined) =>
  ({
    index: 'byProfile',
    hash: ['profileId', profileId],
    ...(journeyId === undefined
      ? { filter: isSend }
      : { filter: `${isSend} AND journeyId = :journey`, values: { ':journey': journeyId } }),
  }) as const;

async function read<View>(table: Table, list: List<View>, { after, limit }: SliceOf): Promise<Slice<View>> {
  const found: Item[] = [];
  let from: Item | undefined = after && startOf(list, after);
  do {
    const answer = await table.client.send(
      new QueryCommand({
        ...queryOf(table, list),
        ExclusiveStartKey: from,
        Limit: limit - found.length,
      }),
    );
    found.push(...(answer.Items ?? []));
    from = answer.LastEvaluatedKey;
  } while (from !== undefined && found.length < limit);
  const rows = found.map(fromAttributes).map((item) => ({
    item: list.schema.parse(item),
    place: placeSchema.parse(item),
  }));
  return { rows, isEnd: from === undefined };
}

const startOf = <View>({ hash: [name, value] }: List<View>, { at, pk, sk }: Place): Item =>
  toAttributes({ [name]: value, at, pk, sk });

const queryOf = <View>(table: Table, list: List<View>): QueryCommandInput => ({
  TableName: table.name,
  IndexName: list.index,
  KeyConditionExpression: '#hash = :hash',
  FilterExpression: list.filter,
  ExpressionAttributeNames: { '#hash': list.hash[0] },
  ExpressionAttributeValues: toAttributes({ ':hash': list.hash[1], ...list.values }),
  ScanIndexForward: false,
});
