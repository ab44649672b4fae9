import { createHash } from 'node:crypto';
import { isOpen, type Shard } from './kinesalite.ts';

const maxRecordsPerSecond = 1_000;
const maxBytesPerSecond = 1_024 * 1_024;

export type PutEntry = {
  readonly Data: string;
  readonly PartitionKey: string;
  readonly ExplicitHashKey?: string | undefined;
};

type Second = { readonly second: number; records: number; bytes: number };

/** What every shard takes in one second of the virtual clock: 1,000 records and 1 MiB. */
export class ShardLimits {
  readonly #now: () => number;
  readonly #seconds = new Map<string, Second>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts the record and answers whether its shard still takes it. */
  takes(stream: string, shard: Shard, { Data: data, PartitionKey: key }: PutEntry): boolean {
    const used = this.#used(`${stream}/${shard.ShardId}`);
    const bytes = used.bytes + Buffer.byteLength(data, 'base64') + Buffer.byteLength(key);
    if (used.records >= maxRecordsPerSecond || bytes > maxBytesPerSecond) return false;
    used.records += 1;
    used.bytes = bytes;
    return true;
  }

  #used(shard: string): Second {
    const second = Math.floor(this.#now() / 1_000);
    const known = this.#seconds.get(shard);
    const used = known?.second === second ? known : { second, records: 0, bytes: 0 };
    this.#seconds.set(shard, used);
    return used;
  }
}

/** The open shard whose hash keys the record falls into. */
export function shardOf(shards: readonly Shard[], { PartitionKey: key, ExplicitHashKey: given }: PutEntry) {
  const hash = BigInt(given ?? `0x${createHash('md5').update(key).digest('hex')}`);
  return shards.find((shard) => {
    const { StartingHashKey: start, EndingHashKey: end } = shard.HashKeyRange;
    return isOpen(shard) && hash >= BigInt(start) && hash <= BigInt(end);
  });
}
