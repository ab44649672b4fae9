import * as z from 'zod';
import type { JsonInput } from '../../protocols/json-protocol.ts';
import { AwsError } from '../../protocols/service.ts';
import { isOpen, type Shard } from './kinesalite.ts';
import type { Streams } from './streams.ts';

const inputSchema = z.object({
  TargetShardCount: z.int().min(1),
  ScalingType: z.literal('UNIFORM_SCALING'),
});

const hashKeys = 2n ** 128n;

/** UpdateShardCount: by at most the double or the half at a time. */
export async function updateShardCount(streams: Streams, name: string, input: JsonInput): Promise<object> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw new AwsError('ValidationException', z.prettifyError(parsed.error));
  const { TargetShardCount: target } = parsed.data;
  const { StreamARN, Shards } = await streams.describe(name);
  const current = Shards.filter(isOpen).length;
  if (target > current * 2) throw tooFar('up over double', current, target);
  if (target < current / 2) throw tooFar('down below half', current, target);
  await scaleUniformly(streams, name, target);
  return { StreamName: name, StreamARN, CurrentShardCount: current, TargetShardCount: target };
}

function tooFar(way: string, current: number, target: number): AwsError {
  return new AwsError(
    'LimitExceededException',
    `UpdateShardCount cannot scale ${way} your current open shard count. Current open shard count: ${current}, Target shard count: ${target}`,
  );
}

/** Splits and merges until the hash keys are shared evenly by that many shards. */
export async function scaleUniformly(streams: Streams, name: string, target: number): Promise<void> {
  const starts = new Set(
    Array.from({ length: target }, (_, index) => (hashKeys * BigInt(index)) / BigInt(target)),
  );
  for (const start of starts) await splitAt(streams, name, start);
  for (;;) {
    const open = await openShards(streams, name);
    const right = open.findIndex((shard) => !starts.has(startOf(shard)));
    if (right < 0) return;
    const [first, second] = open.slice(right - 1, right + 1);
    await streams.reshard('MergeShards', {
      StreamName: name,
      ShardToMerge: first?.ShardId,
      AdjacentShardToMerge: second?.ShardId,
    });
  }
}

async function splitAt(streams: Streams, name: string, start: bigint): Promise<void> {
  const open = await openShards(streams, name);
  const shard = open.findLast((each) => startOf(each) <= start);
  if (shard === undefined || startOf(shard) === start) return;
  await streams.reshard('SplitShard', {
    StreamName: name,
    ShardToSplit: shard.ShardId,
    NewStartingHashKey: String(start),
  });
}

async function openShards(streams: Streams, name: string): Promise<Shard[]> {
  const { Shards: shards } = await streams.describe(name);
  return shards.filter(isOpen).sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1));
}

function startOf({ HashKeyRange: { StartingHashKey: start } }: Shard): bigint {
  return BigInt(start);
}
