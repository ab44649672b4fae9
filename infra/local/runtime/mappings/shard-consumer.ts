import type { Matches } from '../rules/event-pattern.ts';
import type { Batch } from './batch.ts';
import type { Checkpoints } from './checkpoints.ts';
import { type DeliverPorts, deliver } from './deliver.ts';
import { Lane, type LaneOptions } from './lane.ts';
import type { MappingConfig } from './mapping-config.ts';
import { Progress } from './progress.ts';
import type { SourceRecord, StreamSource } from './stream-source.ts';

export type ConsumerOptions = {
  readonly config: MappingConfig;
  readonly source: StreamSource;
  readonly matches: Matches;
  readonly checkpoints: Checkpoints;
  readonly ports: DeliverPorts;
  readonly startWindow: LaneOptions['startWindow'];
  readonly isFlushing: () => boolean;
  /** Hears of every change that may have left nothing to do. */
  readonly onProgress: () => void;
};

// enough to keep every lane busy without holding the stream in memory
const readAheadBatches = 2;

/** Reads one shard in order and hands its records to the lanes. */
export class ShardConsumer {
  readonly #options: ConsumerOptions;
  readonly #shardId: string;
  readonly #key: string;
  readonly #progress = new Progress();
  readonly #lanes: readonly Lane[];
  #position: string | undefined;
  #reading = false;
  #unread = false;
  #parked = false;

  constructor(shardId: string, options: ConsumerOptions) {
    this.#options = options;
    this.#shardId = shardId;
    this.#key = `${options.config.id}/${shardId}`;
    this.#position = options.checkpoints.load(this.#key);
    this.#lanes = Array.from({ length: options.config.parallelizationFactor }, () => this.#createLane());
  }

  /** True when everything appended so far is read and handled. */
  get isIdle(): boolean {
    return !this.#reading && !this.#unread && !this.#parked && this.#progress.open === 0;
  }

  /** Reads what is new; safe to call at any time. */
  notify(): void {
    this.#unread = true;
    if (!this.#reading) void this.#readAll();
  }

  pump(): void {
    for (const lane of this.#lanes) lane.pump();
  }

  close(): void {
    for (const lane of this.#lanes) lane.close();
  }

  async #readAll(): Promise<void> {
    this.#reading = true;
    while (this.#unread && !this.#isFull() && !this.#options.ports.signal.aborted) {
      this.#unread = false;
      await this.#readSome();
    }
    this.#parked = this.#unread;
    this.#reading = false;
    this.#options.onProgress();
  }

  async #readSome(): Promise<void> {
    const limit = this.#readAhead();
    const records = await this.#options.source.read(this.#shardId, this.#position, limit).catch((error) => {
      // a store that closes under a reader is how the local cloud stops
      if (this.#options.ports.signal.aborted) return [];
      throw error;
    });
    if (records.length > 0) this.#unread = true;
    for (const record of records) this.#accept(record);
    this.pump();
  }

  #accept(record: SourceRecord): void {
    const { sequenceNumber, partitionKey, approximateArrival, data } = record;
    this.#position = sequenceNumber;
    this.#progress.read(sequenceNumber);
    if (!this.#options.matches(data)) {
      this.#settle([sequenceNumber]);
      return;
    }
    const queued = { sequenceNumber, partitionKey, approximateArrival, json: JSON.stringify(data) };
    this.#lanes[laneOf(partitionKey, this.#lanes.length)]?.add(queued);
  }

  #createLane(): Lane {
    const { config, startWindow, isFlushing } = this.#options;
    return new Lane({
      shardId: this.#shardId,
      batchSize: config.batchSize,
      windowMs: config.batchingWindowSeconds * 1000,
      startWindow,
      isFlushing,
      handle: (batch) => this.#handle(batch),
    });
  }

  async #handle(batch: Batch): Promise<void> {
    const settled = (part: Batch): void => this.#settle(part.records.map((record) => record.sequenceNumber));
    await deliver(this.#options.config, batch, { ...this.#options.ports, settled });
  }

  #settle(sequenceNumbers: readonly string[]): void {
    const checkpoint = this.#progress.done(sequenceNumbers);
    if (checkpoint !== undefined) this.#options.checkpoints.save(this.#key, checkpoint);
    if (this.#parked && !this.#isFull() && !this.#reading) this.notify();
    this.#options.onProgress();
  }

  #readAhead(): number {
    const { batchSize, parallelizationFactor } = this.#options.config;
    return batchSize * parallelizationFactor * readAheadBatches;
  }

  #isFull(): boolean {
    return this.#progress.open >= this.#readAhead();
  }
}

function laneOf(key: string, lanes: number): number {
  let hash = 0;
  for (const character of key) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) | 0;
  return Math.abs(hash) % lanes;
}
