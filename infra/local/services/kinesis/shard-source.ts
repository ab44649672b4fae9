import type { SourceRecord, SourceShard, StreamSource } from '../../runtime/mappings/stream-source.ts';
import { isOpen, type StoredRecord } from './kinesalite.ts';
import type { Streams } from './streams.ts';

export type ShardSourceOptions = {
  readonly streams: Streams;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
};

/** One stream as event source mappings read it: straight from the store, told of every append. */
export class ShardSource implements StreamSource {
  readonly arn: string;
  readonly #options: ShardSourceOptions;
  readonly #listeners = new Set<() => void>();

  constructor(options: ShardSourceOptions) {
    this.arn = options.arn;
    this.#options = options;
  }

  async shards(): Promise<readonly SourceShard[]> {
    const stream = await this.#options.streams.describe(this.#options.name);
    return stream.Shards.map((shard) => ({
      id: shard.ShardId,
      parents: [shard.ParentShardId, shard.AdjacentParentShardId].filter((parent) => parent !== undefined),
      closed: !isOpen(shard),
    }));
  }

  async read(shardId: string, after: string | undefined, limit: number): Promise<readonly SourceRecord[]> {
    const { streams, name } = this.#options;
    const read: SourceRecord[] = [];
    for await (const { sequenceNumber, record } of streams.records(name, shardId, after ?? '')) {
      if (read.push(this.#record(shardId, sequenceNumber, record)) === limit) break;
    }
    return read;
  }

  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the readers; call it once records are stored. */
  notify(): void {
    for (const listener of this.#listeners) listener();
  }

  #record(shardId: string, sequenceNumber: string, stored: StoredRecord): SourceRecord {
    return {
      sequenceNumber,
      partitionKey: stored.PartitionKey,
      approximateArrival: Math.round(stored.ApproximateArrivalTimestamp * 1000),
      data: {
        kinesis: {
          kinesisSchemaVersion: '1.0',
          partitionKey: stored.PartitionKey,
          sequenceNumber,
          data: stored.Data,
          approximateArrivalTimestamp: stored.ApproximateArrivalTimestamp,
        },
        eventSource: 'aws:kinesis',
        eventVersion: '1.0',
        eventID: `${shardId}:${sequenceNumber}`,
        eventName: 'aws:kinesis:record',
        awsRegion: this.#options.region,
        eventSourceARN: this.arn,
      },
    };
  }
}
