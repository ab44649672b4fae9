import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { streamEventSchema } from '../../events/stream-event.ts';
import { RETENTION_DAYS } from '../../shared/duration.ts';
import { appendPlatformEvents, type EventLog } from '../../shared/events/event-log.ts';
import { type Run, type RunEnd, type RunStore, runEnded } from '../../shared/journeys/run-store.ts';
import { unlessConditionFailed } from '../aws/conflict.ts';
import { fromAttributes, toAttributes } from '../aws/dynamo-items.ts';

export type RunStoreOptions = {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** where `Journey Ended` goes, so that the profile and its timeline know */
  readonly log: EventLog;
};

const runSchema = z.object({
  entryId: z.string(),
  journeyId: z.string(),
  version: z.number(),
  profileId: z.string(),
  status: z.enum(['running', 'completed', 'exited', 'cancelled', 'failed']),
  reason: z.string().optional(),
  event: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(streamEventSchema)
    .optional(),
  at: z.string(),
  endedAt: z.string().optional(),
});

// as long as the timeline and the sends of the run
const RETENTION_SECONDS = RETENTION_DAYS * 86_400;

const keyOf = (entryId: string) => toAttributes({ pk: `run#${entryId}`, sk: 'run' });

export function dynamoRunStore(options: RunStoreOptions): RunStore {
  return {
    load: (entryId) => load(options, entryId),
    begin: (run) => begin(options, run),
    end: (entryId, end) => endRun(options, entryId, end),
  };
}

async function load({ client, table }: RunStoreOptions, entryId: string): Promise<Run | undefined> {
  const command = new GetItemCommand({ TableName: table, Key: keyOf(entryId), ConsistentRead: true });
  const { Item } = await client.send(command);
  const run = Item && runSchema.safeParse(fromAttributes(Item));
  // a mark that keeps a run from beginning has no more than its end
  return run?.success ? run.data : undefined;
}

async function begin(options: RunStoreOptions, run: Run): Promise<Run> {
  const { event, reason: _, endedAt: __, ...fields } = run;
  const item = {
    pk: `run#${run.entryId}`,
    sk: 'run',
    ...fields,
    ...(event ? { event: JSON.stringify(event) } : {}),
  };
  const put = new PutItemCommand({
    TableName: options.table,
    Item: toAttributes(item),
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  if (await unlessConditionFailed(options.client.send(put))) return run;
  return (await load(options, run.entryId)) ?? { ...run, status: 'cancelled' };
}

/** Says it before it marks it: a crash in between says it again, and a repeated message is recognised. */
async function endRun(options: RunStoreOptions, entryId: string, end: RunEnd): Promise<void> {
  const run = await load(options, entryId);
  if (run && run.status !== 'running') return;
  if (run) await appendPlatformEvents(options.log, [runEnded(run, end)]);
  const reason = end.reason === undefined ? '' : ', reason = :reason';
  const update = new UpdateItemCommand({
    TableName: options.table,
    Key: keyOf(entryId),
    UpdateExpression: `SET #status = :status, endedAt = :at, expiresAt = :expiresAt${reason}`,
    ConditionExpression: 'attribute_not_exists(#status) OR #status = :running',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: toAttributes({
      ':status': end.status,
      ':running': 'running',
      ':at': end.at,
      ':expiresAt': Math.floor(Date.parse(end.at) / 1_000) + RETENTION_SECONDS,
      ...(end.reason === undefined ? {} : { ':reason': end.reason }),
    }),
  });
  // a run that has ended otherwise meanwhile keeps that end
  await unlessConditionFailed(options.client.send(update));
}
