/** One record as an event source mapping reads it; `data` is the whole record of Lambda's event, source and ids included. */
export type SourceRecord = {
  readonly sequenceNumber: string;
  /** Records with the same key are handled in order, whatever the parallelization factor. */
  readonly partitionKey: string;
  readonly approximateArrival: number;
  readonly data: unknown;
};

export type SourceShard = {
  readonly id: string;
  readonly parents: readonly string[];
  readonly closed: boolean;
};

/** What event source mappings read, the same for Kinesis streams and DynamoDB streams. */
export type StreamSource = {
  readonly arn: string;
  shards(): Promise<readonly SourceShard[]>;
  /** The records of a shard after a sequence number, oldest first; `undefined` reads from the beginning. */
  read(shardId: string, after: string | undefined, limit: number): Promise<readonly SourceRecord[]>;
  /** Calls the listener after every append; the answer stops it. */
  onAppend(listener: () => void): () => void;
};
