import { createHash } from 'node:crypto';
import {
  type JsonInput,
  jsonService,
  unknownOperation,
} from '../../../../../infra/local/protocols/json-protocol.ts';
import type { AwsService } from '../../../../../infra/local/protocols/service.ts';

/** One record of a shard; `data` is base64, as Lambda hands it over. */
export type StreamRecord = {
  readonly sequenceNumber: string;
  readonly arrivedAt: number;
  readonly data: string;
};
type PutRecords = { readonly Records: readonly { PartitionKey: string; Data: string }[] };

/** The events stream in memory: shards that only grow, and keys that a reshard sends elsewhere. */
export class SimulatedStream {
  readonly service: AwsService;
  readonly shards: readonly StreamRecord[][];
  #generation = 0;
  #sequence = 0;

  readonly #now: () => number;

  constructor(shards: number, now: () => number) {
    this.#now = now;
    this.shards = Array.from({ length: shards }, () => []);
    this.service = jsonService('kinesis', {
      contentType: 'application/x-amz-json-1.1',
      run: async (operation, input) => {
        if (operation !== 'PutRecords') throw unknownOperation('Kinesis', operation);
        return this.#putRecords(input);
      },
    });
  }

  append(partitionKey: string, data: string): string {
    const hash = createHash('md5').update(`${this.#generation} ${partitionKey}`).digest();
    this.#sequence += 1;
    const sequenceNumber = String(this.#sequence);
    this.shards[hash.readUInt32BE(0) % this.shards.length]?.push({
      sequenceNumber,
      arrivedAt: this.#now(),
      data,
    });
    return sequenceNumber;
  }

  /** From now on a person's events come on another shard, while the old ones may still be on their way. */
  reshard(): void {
    this.#generation += 1;
  }

  // the SDK wrote the input in this shape
  #putRecords(input: JsonInput): object {
    const { Records } = input as PutRecords;
    const stored = Records.map(({ PartitionKey, Data }) => ({
      SequenceNumber: this.append(PartitionKey, Data),
      ShardId: 'shard',
    }));
    return { FailedRecordCount: 0, Records: stored };
  }
}
