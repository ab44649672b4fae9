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
} from './kinesalite.ts';

/** The properties of AWS::Kinesis::Stream that the local Kinesis knows, its name as CreateStream has it. */
export type StreamProps = {
  readonly StreamName: string;
  readonly ShardCount?: number;
  readonly StreamModeDetails?: { readonly StreamMode: 'PROVISIONED' | 'ON_DEMAND' };
  readonly RetentionPeriodHours?: number;
};

// what AWS gives a new on-demand stream
const ON_DEMAND_SHARDS = 4;

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
    return this.#createActive(props.StreamName, shardCount, {
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

  /** Forgets the records that are older than their stream keeps them. */
  async trim(now: number): Promise<void> {
    for await (const { value } of this.#base.metaDb.createReadStream({})) await this.#trimStream(value, now);
  }

  #forget(name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#base.metaDb.del(name, (error) => (error ? reject(error) : resolve()));
    });
  }

  async #trimStream({ StreamName: name, ...stream }: StreamDescription, now: number): Promise<void> {
    const database = this.#base.getStreamDb(name);
    const oldest = (now - stream.RetentionPeriodHours * 3_600_000) / 1000;
    const old: LevelOperation[] = [];
    for await (const { key, value } of database.createReadStream({})) {
      if (value.ApproximateArrivalTimestamp < oldest) old.push({ type: 'del', key });
    }
    await new Promise<void>((resolve, reject) => {
      database.batch(old, {}, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** kinesalite answers while the stream is being created: this waits until it is active. */
  async #createActive(
    name: string,
    shardCount: number | undefined,
    extra: object,
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
    const store = { ...this.#base, metaDb: Object.assign(Object.create(metaDb), { put }) };
    await runOperation(store, 'CreateStream', { StreamName: name, ShardCount: shardCount });
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

function requireShards(stream: StreamDescription, wanted: number | undefined): StreamDescription {
  const open = stream.Shards.filter((shard) => shard.SequenceNumberRange.EndingSequenceNumber === undefined);
  if (wanted === undefined || wanted === open.length) return stream;
  throw new Error(
    `stream ${stream.StreamName} exists with ${open.length} shards, the local Kinesis cannot make them ${wanted}`,
  );
}
