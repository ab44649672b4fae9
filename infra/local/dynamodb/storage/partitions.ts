import { type Change, itemPrefix } from './change.ts';
import type { LevelDatabase } from './dynalite.ts';

/** The partition keys a table has now, without reading the table each time they are asked for. */
export class Partitions {
  readonly #items = new Map<string, Set<string>>();
  readonly #loaded: Promise<void>;
  #meanwhile: Change[] | undefined = [];

  constructor(database: LevelDatabase, table: string) {
    this.#loaded = this.#load(database, itemPrefix(table));
  }

  async list(): Promise<string[]> {
    await this.#loaded;
    return [...this.#items.keys()].map((hash) => Buffer.from(hash, 'hex').toString());
  }

  apply(change: Change): void {
    if (this.#meanwhile !== undefined) this.#meanwhile.push(change);
    else if (change.after === undefined) this.#remove(change.key);
    else this.#add(change.key);
  }

  // changes told while reading may be in what is read or not; applying them twice changes nothing
  async #load(database: LevelDatabase, prefix: string): Promise<void> {
    const found = await database.keys({ gt: prefix, lt: `${prefix}~` }).all();
    for (const key of found) this.#add(key.slice(prefix.length));
    const meanwhile = this.#meanwhile ?? [];
    this.#meanwhile = undefined;
    for (const change of meanwhile) this.apply(change);
  }

  #add(key: string): void {
    const partition = partitionOf(key);
    const items = this.#items.get(partition) ?? new Set();
    this.#items.set(partition, items.add(key));
  }

  #remove(key: string): void {
    const partition = partitionOf(key);
    const items = this.#items.get(partition);
    items?.delete(key);
    if (items?.size === 0) this.#items.delete(partition);
  }
}

// dynalite's keys are "<hash prefix>/<hex of the partition key>/<sort key>/"
function partitionOf(key: string): string {
  return key.split('/', 2)[1] ?? '';
}
