/** One record on its way to a function: `json` is its place in the event, written once. */
export type QueuedRecord = {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly approximateArrival: number;
  readonly json: string;
};

// Lambda's limit for the payload of one invocation
export const maxPayloadBytes = 6 * 1024 * 1024;

/** Records of one shard that are handled together, in order. */
export class Batch {
  readonly shardId: string;
  readonly records: readonly QueuedRecord[];

  constructor(shardId: string, records: readonly QueuedRecord[]) {
    this.shardId = shardId;
    this.records = records;
  }

  payload(): string {
    return `{"Records":[${this.records.map((record) => record.json).join(',')}]}`;
  }

  slice(start: number, end?: number): Batch {
    return new Batch(this.shardId, this.records.slice(start, end));
  }

  /** The records that satisfy the test, and those that do not. */
  split(test: (record: QueuedRecord) => boolean): readonly [Batch, Batch] {
    const [yes, no] = [this.records.filter(test), this.records.filter((record) => !test(record))];
    return [new Batch(this.shardId, yes), new Batch(this.shardId, no)];
  }
}

/** How many of the records fit into one batch. */
export function countFitting(records: readonly Pick<QueuedRecord, 'json'>[], batchSize: number): number {
  let bytes = 0;
  for (const [index, record] of records.slice(0, batchSize).entries()) {
    bytes += Buffer.byteLength(record.json) + 1;
    if (bytes > maxPayloadBytes) return Math.max(index, 1);
  }
  return Math.min(records.length, batchSize);
}
