import * as z from 'zod';
import type { JsonInput } from '../../protocols/json-protocol.ts';
import { AwsError } from '../../protocols/service.ts';
import { checkInput, runOperation, type Shard } from './kinesalite.ts';
import { type PutEntry, type ShardLimits, shardOf } from './shard-limits.ts';
import type { Streams } from './streams.ts';

const maxRequestBytes = 10 * 1_024 * 1_024;

// kinesalite has checked them
const entrySchema = z.object({
  Data: z.string(),
  PartitionKey: z.string(),
  ExplicitHashKey: z.string().optional(),
});
const manySchema = z.object({ Records: z.array(entrySchema) });
const putSchema = z.object({
  Records: z.array(z.object({ SequenceNumber: z.string(), ShardId: z.string() })),
});

export type PutPorts = { readonly streams: Streams; readonly limits: ShardLimits | undefined };

/** PutRecord; refused where its shard takes no more in this second. */
export async function putRecord(
  { streams, limits }: PutPorts,
  name: string,
  input: JsonInput,
): Promise<unknown> {
  const entry = entrySchema.parse(checkInput('PutRecord', input));
  const shard = limits && shardOf((await streams.describe(name)).Shards, entry);
  if (limits && shard && !limits.takes(name, shard, entry)) {
    throw new AwsError('ProvisionedThroughputExceededException', tooFast(name, shard));
  }
  return runOperation(streams.store, 'PutRecord', input);
}

/** PutRecords; records whose shard takes no more in this second fail, the others are stored. */
export async function putRecords(ports: PutPorts, name: string, input: JsonInput): Promise<unknown> {
  const { Records: entries } = manySchema.parse(checkInput('PutRecords', input));
  if (bytesOf(entries) > maxRequestBytes) {
    throw new AwsError('InvalidArgumentException', 'Records size exceeds 10 MB limit');
  }
  const refusals = await refusalsOf(ports, name, entries);
  const taken = entries.filter((_entry, index) => refusals[index] === undefined);
  const { Records: stored } =
    taken.length === 0
      ? { Records: [] }
      : putSchema.parse(await runOperation(ports.streams.store, 'PutRecords', { ...input, Records: taken }));
  const next = stored.values();
  return {
    FailedRecordCount: entries.length - taken.length,
    Records: refusals.map((refusal) => refusal ?? next.next().value),
  };
}

type Refusal = { readonly ErrorCode: string; readonly ErrorMessage: string };

async function refusalsOf(
  { streams, limits }: PutPorts,
  name: string,
  entries: readonly PutEntry[],
): Promise<readonly (Refusal | undefined)[]> {
  if (limits === undefined) return entries.map(() => undefined);
  const { Shards: shards } = await streams.describe(name);
  return entries.map((entry) => {
    const shard = shardOf(shards, entry);
    if (shard === undefined || limits.takes(name, shard, entry)) return undefined;
    return { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: tooFast(name, shard) };
  });
}

function tooFast(stream: string, { ShardId: shard }: Shard): string {
  return `Rate exceeded for shard ${shard} in stream ${stream} under account 000000000000.`;
}

function bytesOf(entries: readonly PutEntry[]): number {
  return entries.reduce(
    (sum, { Data: data, PartitionKey: key }) =>
      sum + Buffer.byteLength(data, 'base64') + Buffer.byteLength(key),
    0,
  );
}
