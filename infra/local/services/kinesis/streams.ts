import type { Clock } from '../../clock.ts';
import {
  type Callback,
  isKinesaliteError,
  type KinesaliteStore,
  type LevelDatabase,
  type LevelOperation,
  runOperation,
  type StoredRecord,
  type StreamDescription,
  shards,
} from './kinesalite.ts';

/** The properties of AWS::Kinesis::Stream that the local Kinesis knows, its name as CreateStream has it. */
export type StreamProps = {
  readonly StreamName: string;
  readonly ShardCount?: number;
  readonly StreamModeDetails?: { readonly StreamMode: 'PROVISIONED' | 'ON_DEMAND' };
  readonly RetentionPeriodHours?: number;
};

// behind every key
const LAST_KEY = '\uffff';

// what AWS gives a new on-demand stream
const ON_DEMAND_SHARDS = 4;

export type NumberedRecord = { readonly sequenceNumber: string; readonly record: StoredRecord };

/** The streams of one store, with records stamped by the virtual clock. */
export class Streams {
  readonly store: KinesaliteStore;
  readonly #base: KinesaliteStore;
  readonly #clock: Clock;

  constructor(store: KinesaliteStore, clock: Clock) {
    this.#base = store;
    this.#clock = clock;
    this.store = { ...store, getStreamDb: (name) => this.#stamped(store.getStreamDb(name)) };
  }

  /** Creates a stream and waits until it is active; one that exists must have the same number of shards. */
  async create(props: StreamProps): Promise<StreamDescription> {
    const mode = props.StreamModeDetails?.StreamMode ?? 'PROVISIONED';
    const shardCount = props.ShardCount ?? (mode === 'ON_DEMAND' ? ON_DEMAND_SHARDS : undefined);
    const existing = await this.find(props.StreamName);
    // one that was being created when the process died has no shards yet
    if (existing?.StreamStatus === 'CREATING') await this.#forget(props.StreamName);
    else if (existing !== undefined) return requireShards(existing, shardCount);
    const input = { StreamName: props.StreamName, ShardCount: shardCount };
    return this.#untilActive((store) => runOperation(store, 'CreateStream', input), {
      StreamModeDetails: { StreamMode: mode },
      ...(props.RetentionPeriodHours !== undefined && { RetentionPeriodHours: props.RetentionPeriodHours }),
    });
  }

  async find(name: string): Promise<StreamDescription | undefined> {
    try {
      return await this.describe(name);
    } catch (error) {
      if (isKinesaliteError(error)) return undefined;
      throw error;
    }
  }

  describe(name: string): Promise<StreamDescription> {
    return new Promise((resolve, reject) => {
      // kinesalite stores stream descriptions, and nothing else, by name
      this.#base.getStream(name, (error, stream) =>
        error ? reject(error) : resolve(stream as StreamDescription),
      );
    });
  }

  /** SplitShard or MergeShards; done when the stream is active again. */
  async reshard(operation: 'SplitShard' | 'MergeShards', input: Record<string, unknown>): Promise<void> {
    await this.#untilActive((store) => runOperation(store, operation, input));
  }

  /** The records of a shard behind a sequence number, oldest first; all of them behind an empty one. */
  async *records(name: string, shardId: string, after: string): AsyncGenerator<NumberedRecord> {
    const range = shardRange(shardId);
    const records = this.#base.getStreamDb(name).createReadStream({ ...range, gt: `${range.gt}${after}` });
    for await (const { key, value } of records)
      yield { sequenceNumber: sequenceNumberOf(key), record: value };
  }

  /** Empty where the shard has no record. */
  async lastSequenceNumber(name: string, shardId: string): Promise<string> {
    const range = { ...shardRange(shardId), limit: 1, reverse: true };
    for await (const { key } of this.#base.getStreamDb(name).createReadStream(range))
      return sequenceNumberOf(key);
    return '';
  }

  /** Forgets the records that are older than their stream keeps them. */
  async trim(now: number): Promise<void> {
    for await (const { value } of this.#base.metaDb.createReadStream({})) await this.#trimStream(value, now);
    await this.#compact();
  }

  /** What was deleted leaves the files too. */
  #compact(): Promise<void> {
    const { db } = this.#base;
    return new Promise((resolve, reject) => {
      if (db.compactRange === undefined) resolve();
      else db.compactRange('', LAST_KEY, (error) => (error ? reject(error) : resolve()));
    });
  }

  #forget(name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#base.metaDb.del(name, (error) => (error ? reject(error) : resolve()));
    });
  }

  async #trimStream({ StreamName: name, Shards, RetentionPeriodHours }: StreamDescription, now: number) {
    const database = this.#base.getStreamDb(name);
    const oldest = (now - RetentionPeriodHours * 3_600_000) / 1000;
    const old: LevelOperation[] = [];
    for (const { ShardId } of Shards) {
      // records lie in the order they came: a start reads no more than what goes
      for await (const { sequenceNumber, record } of this.records(name, ShardId, '')) {
        if (record.ApproximateArrivalTimestamp >= oldest) break;
        old.push({ type: 'del', key: `${shardRange(ShardId).gt}${sequenceNumber}` });
      }
    }
    await new Promise<void>((resolve, reject) => {
      database.batch(old, {}, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** kinesalite answers while a stream is still changing: this waits until it is active. */
  async #untilActive(
    change: (store: KinesaliteStore) => Promise<unknown>,
    extra = {},
  ): Promise<StreamDescription> {
    const { promise, resolve } = Promise.withResolvers<StreamDescription>();
    const { metaDb } = this.#base;
    const put = (key: string, value: object, callback: Callback) => {
      // kinesalite stores stream descriptions, and nothing else, here
      const stream = Object.assign(value, extra) as StreamDescription;
      metaDb.put(key, stream, (error) => {
        callback(error);
        if (stream.StreamStatus === 'ACTIVE') resolve(stream);
      });
    };
    await change({ ...this.#base, metaDb: Object.assign(Object.create(metaDb), { put }) });
    return promise;
  }

  // kinesalite stamps records with real time
  #stamped(database: LevelDatabase): LevelDatabase {
    const stamp = (record: StoredRecord): StoredRecord => ({
      ...record,
      ApproximateArrivalTimestamp: this.#clock.now() / 1000,
    });
    return Object.assign(Object.create(database), {
      put: (key: string, record: StoredRecord, callback: Callback) =>
        database.put(key, stamp(record), callback),
      batch: (operations: readonly LevelOperation[], options: object, callback: Callback) =>
        database.batch(
          operations.map((operation) =>
            operation.type === 'put' ? { ...operation, value: stamp(operation.value) } : operation,
          ),
          options,
          callback,
        ),
    });
  }
}

function shardRange(shardId: string): { readonly gt: string; readonly lt: string } {
  const { shardIx } = shards.resolveShardId(shardId);
  return { gt: `${shards.shardIxToHex(shardIx)}/`, lt: shards.shardIxToHex(shardIx + 1) };
}

function sequenceNumberOf(key: string): string {
  return key.split('/')[1] ?? '';
}

function requireShards(stream: StreamDescription, wanted: number | undefined): StreamDescription {
  const open = stream.Shards.filter((shard) => shard.SequenceNumberRange.EndingSequenceNumber === undefined);
  if (wanted === undefined || wanted === open.length) return stream;
  throw new Error(
    `stream ${stream.StreamName} exists with ${open.length} shards, the local Kinesis cannot make them ${wanted}`,
  );
}
