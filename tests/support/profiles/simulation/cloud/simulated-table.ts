import type { ChangeRecord } from '../../../../../functions/lib/stream.ts';
import type { Item } from '../../../../../infra/local/dynamodb/storage/item.ts';
import { shardOf } from '../../../../../shared/profiles/memberships/shard.ts';

const CHANGE_SHARDS = 2;

export type TableKey = { readonly hash: string; readonly range: string };

type Stored = {
  item: Item | undefined;
  /** what a read that need not be consistent may still see */
  before: Item | undefined;
};

/** One table in memory. Each item remembers what it was before its last write, for reads that may be late. */
export class SimulatedTable {
  readonly #key: TableKey;
  readonly #partitions = new Map<string, Map<string, Stored>>();
  /** every write, as the shards of the table's stream carry them */
  readonly changes: readonly ChangeRecord[][] = Array.from({ length: CHANGE_SHARDS }, () => []);
  #sequence = 0;

  constructor(key: TableKey) {
    this.#key = key;
  }

  keyOf(item: Item): Item {
    const { hash, range } = this.#key;
    return Object.fromEntries(Object.entries(item).filter(([name]) => name === hash || name === range));
  }

  get(key: Item): Item | undefined {
    return this.#stored(key)?.item;
  }

  getLate(key: Item): Item | undefined {
    return this.#stored(key)?.before;
  }

  write(key: Item, item: Item | undefined): void {
    const [hash, range] = this.#names(key);
    const partition = this.#partitions.get(hash) ?? new Map<string, Stored>();
    this.#partitions.set(hash, partition);
    partition.set(range, { item, before: partition.get(range)?.item });
    this.#sequence += 1;
    const change = { sequenceNumber: String(this.#sequence), newImage: item };
    this.changes[shardOf(hash, CHANGE_SHARDS)]?.push(change);
  }

  /** The items of one partition in the order of their range key. */
  partition(hash: string): Item[] {
    const partition = [...(this.#partitions.get(hash) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return partition.map(([, { item }]) => item).filter((item) => item !== undefined);
  }

  partitionKeys(): string[] {
    return [...this.#partitions.keys()];
  }

  items(): Item[] {
    return this.partitionKeys().flatMap((hash) => this.partition(hash));
  }

  #stored(key: Item): Stored | undefined {
    const [hash, range] = this.#names(key);
    return this.#partitions.get(hash)?.get(range);
  }

  #names(key: Item): [hash: string, range: string] {
    const { hash, range } = this.#key;
    return [nameOf(key[hash]), nameOf(key[range])];
  }
}

// the numbers that are range keys here are versions of definitions: they need no order of their own
function nameOf(value: Item[string] | undefined): string {
  const name = value?.S ?? value?.N;
  if (name === undefined) throw new Error(`a key needs a text or a number, got ${JSON.stringify(value)}`);
  return name;
}
