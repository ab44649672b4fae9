import * as z from 'zod';
import type { Clock } from '../../clock.ts';
import type { JsonInput } from '../../protocols/json-protocol.ts';
import { AwsError } from '../../protocols/service.ts';
import { checkInput, runOperation } from './kinesalite.ts';
import type { Streams } from './streams.ts';

const lifetimeMs = 300_000;

const iteratorSchema = z.object({
  stream: z.string(),
  shardId: z.string(),
  /** The next record is the first one whose sequence number is larger; all of them where it is empty. */
  after: z.string(),
  madeAt: z.number(),
});
export type ShardIterator = z.infer<typeof iteratorSchema>;

export function encodeIterator(iterator: ShardIterator): string {
  return Buffer.from(JSON.stringify(iterator)).toString('base64');
}

/** What an iterator stands for; it expires after five minutes of the virtual clock. */
export function decodeIterator(encoded: string, now: number): ShardIterator {
  const iterator = parseIterator(encoded);
  if (iterator === undefined) throw new AwsError('InvalidArgumentException', 'Invalid ShardIterator.');
  if (now - iterator.madeAt <= lifetimeMs) return iterator;
  const [made, present] = [iterator.madeAt, now].map((instant) => new Date(instant).toUTCString());
  throw new AwsError(
    'ExpiredIteratorException',
    `Iterator expired. The iterator was created at time ${made} while right now it is ${present} which is further in the future than the tolerated delay of ${lifetimeMs} milliseconds.`,
  );
}

function parseIterator(encoded: string): ShardIterator | undefined {
  try {
    return iteratorSchema.parse(JSON.parse(Buffer.from(encoded, 'base64').toString()));
  } catch {
    return undefined;
  }
}

type Place = { readonly streams: Streams; readonly stream: string; readonly shardId: string };
type Asked = Record<string, unknown>;

const positions: Readonly<Record<string, (place: Place, asked: Asked) => string | Promise<string>>> = {
  TRIM_HORIZON: () => '',
  LATEST: ({ streams, stream, shardId }) => streams.lastSequenceNumber(stream, shardId),
  AT_SEQUENCE_NUMBER: (_place, { StartingSequenceNumber: at }) => (BigInt(String(at)) - 1n).toString(),
  AFTER_SEQUENCE_NUMBER: (_place, { StartingSequenceNumber: after }) => String(after),
  AT_TIMESTAMP: async ({ streams, stream, shardId }, { Timestamp: seconds }) => {
    let before = '';
    for await (const { sequenceNumber, record } of streams.records(stream, shardId, '')) {
      if (record.ApproximateArrivalTimestamp >= Number(seconds)) break;
      before = sequenceNumber;
    }
    return before;
  },
};

/** GetShardIterator, by the virtual clock. */
export async function getShardIterator(
  { streams, clock }: { streams: Streams; clock: Clock },
  input: JsonInput,
): Promise<{ ShardIterator: string }> {
  const asked = checkInput('GetShardIterator', input);
  const [stream, type] = [String(asked.StreamName), String(asked.ShardIteratorType)];
  if (type === 'AT_TIMESTAMP') checkTimestamp(asked, clock.now());
  // kinesalite refuses what AWS refuses; of timestamps it only knows those of the real clock
  const { Timestamp: _, ...rest } = asked;
  const plain = type === 'AT_TIMESTAMP' ? { ...rest, ShardIteratorType: 'TRIM_HORIZON' } : rest;
  await runOperation(streams.store, 'GetShardIterator', plain);
  const shardId = String(asked.ShardId);
  const after = (await positions[type]?.({ streams, stream, shardId }, asked)) ?? '';
  return { ShardIterator: encodeIterator({ stream, shardId, after, madeAt: clock.now() }) };
}

function checkTimestamp({ Timestamp: seconds }: Asked, now: number): void {
  const timestamp = typeof seconds === 'number' ? seconds * 1000 : undefined;
  if (timestamp !== undefined && timestamp <= now) return;
  const message =
    timestamp === undefined
      ? 'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.'
      : `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${timestamp}, currentTimestampInMillis: ${now}`;
  throw new AwsError('InvalidArgumentException', message);
}
