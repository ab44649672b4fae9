import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { SourceRecord, StreamSource } from '../../runtime/mappings/stream-source.ts';
import type { Change } from '../storage/change.ts';
import type { LevelDatabase, LevelOperation, TableDescription } from '../storage/dynalite.ts';
import { type Item, itemBytes } from '../storage/item.ts';

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** Who deleted an item when it was not a caller: DynamoDB itself, for TTL. */
export const SERVICE_IDENTITY = { principalId: 'dynamodb.amazonaws.com', type: 'Service' } as const;

const SHARD = { id: 'shardId-00000000000000000000-00000001', parents: [], closed: false } as const;

const TRIMMED_AT_ONCE = 256;

/** A record as Lambda receives it. */
export type StreamRecord = {
  readonly eventSourceARN: string;
  readonly userIdentity?: typeof SERVICE_IDENTITY;
  readonly dynamodb: Readonly<Record<string, unknown>>;
};

export type TableStreamOptions = {
  readonly database: LevelDatabase;
  readonly clock: Clock;
  readonly region: string;
  readonly table: TableDescription;
  readonly viewType: StreamViewType;
  readonly label: string;
};

/** The stream of one table: records are written with the items they tell of, and read in that order. */
export class TableStream implements StreamSource {
  readonly arn: string;
  readonly viewType: StreamViewType;
  readonly label: string;
  readonly #options: TableStreamOptions;
  readonly #prefix: string;
  readonly #listeners = new Set<() => void>();
  #last: bigint;

  static async open(options: TableStreamOptions): Promise<TableStream> {
    const prefix = streamPrefix(options.table.TableName);
    const [newest] = await options.database.keys({ ...within(prefix), reverse: true, limit: 1 }).all();
    const trimmed = await options.database.get(trimmedKey(options.table.TableName));
    // only trim() writes it
    const last = newest === undefined ? ((trimmed ?? '0') as string) : newest.slice(prefix.length);
    return new TableStream(options, BigInt(last));
  }

  private constructor(options: TableStreamOptions, last: bigint) {
    this.arn = `${options.table.TableArn}/stream/${options.label}`;
    this.viewType = options.viewType;
    this.label = options.label;
    this.#options = options;
    this.#prefix = streamPrefix(options.table.TableName);
    this.#last = last;
  }

  async shards(): Promise<readonly (typeof SHARD)[]> {
    return [SHARD];
  }

  async read(_shardId: string, after: string | undefined, limit: number): Promise<readonly SourceRecord[]> {
    const gt = this.#prefix + (after ?? '');
    const entries = await this.#options.database.iterator({ gt, lt: `${this.#prefix}~`, limit }).all();
    // only append() writes under this prefix
    return entries.map(([, value]) => value as SourceRecord);
  }

  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The record of one change, to be written in the same batch as the item. */
  append(change: Change, identity?: typeof SERVICE_IDENTITY): LevelOperation {
    this.#last += 1n;
    const sequenceNumber = sequenceOf(this.#last);
    const value = this.#record({ change, sequenceNumber, identity });
    return { type: 'put', key: this.#prefix + sequenceNumber, value };
  }

  /** The sequence number given last, if any. */
  latest(): string | undefined {
    return this.#last === 0n ? undefined : sequenceOf(this.#last);
  }

  /** Tells the readers; call it once the records are stored. */
  notify(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Forgets what is older than an instant; the count of records goes on. */
  async trim(before: number): Promise<void> {
    for (;;) {
      const records = await this.read(SHARD.id, undefined, TRIMMED_AT_ONCE);
      const old = records.filter((record) => record.approximateArrival < before);
      const last = old.at(-1);
      if (last === undefined) return;
      await this.#options.database.put(trimmedKey(this.#options.table.TableName), last.sequenceNumber);
      await this.#options.database.clear({ gt: this.#prefix, lte: this.#prefix + last.sequenceNumber });
    }
  }

  #record(made: {
    change: Change;
    sequenceNumber: string;
    identity: typeof SERVICE_IDENTITY | undefined;
  }): SourceRecord {
    const now = this.#options.clock.now();
    return {
      sequenceNumber: made.sequenceNumber,
      partitionKey: made.change.key,
      approximateArrival: now,
      data: {
        eventID: createHash('md5').update(this.arn).update(made.sequenceNumber).digest('hex'),
        eventName: eventName(made.change),
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: this.#options.region,
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(now / 1000),
          ...this.#images(made.change),
          SequenceNumber: made.sequenceNumber,
          StreamViewType: this.viewType,
        },
        eventSourceARN: this.arn,
        ...(made.identity && { userIdentity: made.identity }),
      },
    };
  }

  #images({ before, after }: Change): Record<string, unknown> {
    const hasNew = after !== undefined && ['NEW_IMAGE', 'NEW_AND_OLD_IMAGES'].includes(this.viewType);
    const hasOld = before !== undefined && ['OLD_IMAGE', 'NEW_AND_OLD_IMAGES'].includes(this.viewType);
    const images = {
      Keys: keyAttributes(after ?? before ?? {}, this.#options.table),
      ...(hasNew && { NewImage: after }),
      ...(hasOld && { OldImage: before }),
    };
    const sizes = Object.values(images).map((image) => itemBytes(image));
    return { ...images, SizeBytes: sizes.reduce((total, bytes) => total + bytes, 0) };
  }
}

/** The sequence number before another; undefined before the first. */
export function sequenceBefore(sequenceNumber: string): string | undefined {
  const before = BigInt(sequenceNumber) - 1n;
  return before < 1n ? undefined : sequenceOf(before);
}

// numbers of equal length sort as text, which is how the database orders them
function sequenceOf(number: bigint): string {
  return String(number).padStart(21, '0');
}

/** Where the number of the last record that was trimmed is kept. */
export const trimmedKey = (table: string): string => `trimmed~${table}`;

export function streamPrefix(table: string): string {
  return `stream-${table}~`;
}

export function keyAttributes(item: Item, table: TableDescription): Item {
  const names = new Set(table.KeySchema.map((key) => key.AttributeName));
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

function within(prefix: string): { gt: string; lt: string } {
  return { gt: prefix, lt: `${prefix}~` };
}

function eventName({ before, after }: Change): 'INSERT' | 'MODIFY' | 'REMOVE' {
  if (after === undefined) return 'REMOVE';
  return before === undefined ? 'INSERT' : 'MODIFY';
}
