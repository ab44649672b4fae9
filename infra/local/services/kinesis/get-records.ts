import type { Clock } from '../../clock.ts';
import type { JsonInput } from '../../protocols/json-protocol.ts';
import { checkInput, isOpen, type Shard, type StoredRecord } from './kinesalite.ts';
import { decodeIterator, encodeIterator } from './shard-iterator.ts';
import type { Streams } from './streams.ts';

const maxRecords = 10_000;
const maxBytes = 10 * 1_024 * 1_024;

type ReadRecord = StoredRecord & { readonly SequenceNumber: string };

/** GetRecords, by the virtual clock: at most 10 MiB, nothing older than the stream keeps, and no further iterator at the end of a closed shard. */
export async function getRecords(
  { streams, clock }: { streams: Streams; clock: Clock },
  input: JsonInput,
): Promise<object> {
  const { ShardIterator: encoded, Limit: limit = maxRecords } = checkInput('GetRecords', input);
  const iterator = decodeIterator(String(encoded), clock.now());
  const { Shards: shards, RetentionPeriodHours: hours } = await streams.describe(iterator.stream);
  const oldest = (clock.now() - hours * 3_600_000) / 1_000;
  const read = await readRecords(streams.records(iterator.stream, iterator.shardId, iterator.after), {
    oldest,
    limit: Number(limit),
  });
  const last = read.records.at(-1);
  const behindMs =
    last !== undefined && read.hasMore ? clock.now() - last.ApproximateArrivalTimestamp * 1_000 : 0;
  const answer = { Records: read.records, MillisBehindLatest: Math.max(0, Math.round(behindMs)) };
  const shard = shards.find(({ ShardId }) => ShardId === iterator.shardId);
  if (shard !== undefined && !isOpen(shard) && !read.hasMore) {
    return { ...answer, ChildShards: childrenOf(shards, shard) };
  }
  const after = last?.SequenceNumber ?? iterator.after;
  return { ...answer, NextShardIterator: encodeIterator({ ...iterator, after, madeAt: clock.now() }) };
}

async function readRecords(
  stored: ReturnType<Streams['records']>,
  { oldest, limit }: { oldest: number; limit: number },
): Promise<{ records: ReadRecord[]; hasMore: boolean }> {
  const records: ReadRecord[] = [];
  let bytes = 0;
  for await (const { sequenceNumber, record } of stored) {
    if (record.ApproximateArrivalTimestamp < oldest) continue;
    bytes += Buffer.byteLength(record.Data, 'base64');
    if (records.length === limit || (bytes > maxBytes && records.length > 0))
      return { records, hasMore: true };
    records.push({ ...record, SequenceNumber: sequenceNumber });
  }
  return { records, hasMore: false };
}

function childrenOf(shards: readonly Shard[], { ShardId: parent }: Shard): object[] {
  return shards
    .map(({ ShardId, ParentShardId: first, AdjacentParentShardId: second, HashKeyRange }) => ({
      ShardId,
      ParentShards: [first, second].filter((each) => each !== undefined),
      HashKeyRange,
    }))
    .filter(({ ParentShards: parents }) => parents.includes(parent));
}
