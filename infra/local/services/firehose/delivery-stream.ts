import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import * as z from 'zod';
import type { Checkpoints } from '../../runtime/mappings/checkpoints.ts';
import type { LaneOptions } from '../../runtime/mappings/lane.ts';
import type { SourceRecord, StreamSource } from '../../runtime/mappings/stream-source.ts';
import type { Work } from '../../runtime/work.ts';
import type { WriteKey } from './object-key.ts';

/** What the template says about a delivery stream, with Firehose's defaults filled in. */
export type DeliveryConfig = {
  readonly name: string;
  readonly arn: string;
  readonly sourceArn: string;
  readonly bucket: string;
  readonly writeKey: WriteKey;
  readonly isCompressed: boolean;
  /** What stands behind each record. */
  readonly delimiter: string;
  readonly bufferBytes: number;
  readonly bufferMs: number;
  /** In whose name it reads and writes. */
  readonly roles: { readonly source: string; readonly bucket: string };
  /** Where it tells of deliveries that fail. */
  readonly log?: DeliveryLog | undefined;
};

export type DeliveryLog = { readonly group: string; readonly stream: string };

export type DeliveryPorts = {
  readonly putObject: (bucket: string, key: string, body: Buffer) => Promise<void>;
  /** Hears the size of each record. */
  readonly onRecord: (bytes: number) => void;
  /** Whether its roles allow it to write the object. */
  readonly mayWrite: (key: string) => boolean;
  readonly checkpoints: Checkpoints;
  readonly startWindow: LaneOptions['startWindow'];
  readonly work: Work;
  readonly signal: AbortSignal;
};

type Buffered = { readonly arrival: number; readonly data: Buffer };

const compress = promisify(gzip);
const readLimit = 1_000;

/** Gathers the records of a stream into objects in S3; a position is kept only once its records are written. */
export class DeliveryStream {
  readonly #config: DeliveryConfig;
  readonly #source: StreamSource;
  readonly #ports: DeliveryPorts;
  readonly #stopListening: () => void;
  readonly #positions = new Map<string, string>();
  #buffer: Buffered[] = [];
  #bufferBytes = 0;
  #isWoken = false;
  #isRunning = false;
  #isFlushing = false;
  #windowPassed = false;
  #cancelWindow: (() => void) | undefined;
  #endWork: (() => void) | undefined;

  constructor(config: DeliveryConfig, source: StreamSource, ports: DeliveryPorts) {
    this.#config = config;
    this.#source = source;
    this.#ports = ports;
    this.#stopListening = source.onAppend(() => this.#wake());
    this.#wake();
  }

  /** While true, whatever is buffered is written at once. */
  flush(flushing: boolean): void {
    this.#isFlushing = flushing;
    if (this.#buffer.length > 0) this.#wake();
  }

  stop(): void {
    this.#stopListening();
    this.#cancelWindow?.();
    this.#endWork?.();
  }

  #wake(): void {
    this.#endWork ??= this.#ports.work.begin(`delivery stream ${this.#config.name}`);
    this.#isWoken = true;
    if (this.#isRunning) return;
    this.#run().catch((error: unknown) => {
      // its stream and its bucket may close before it has read
      if (!this.#ports.signal.aborted) throw error;
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#isWoken && !this.#ports.signal.aborted) {
      this.#isWoken = false;
      for (const { id } of await this.#source.shards()) await this.#readShard(id);
      if (this.#isFlushing || this.#windowPassed) await this.#write();
    }
    this.#isRunning = false;
    this.#rest();
  }

  async #readShard(shardId: string): Promise<void> {
    const checkpoint = this.#keyOf(shardId);
    let isFull = true;
    while (isFull && !this.#ports.signal.aborted) {
      const position = this.#positions.get(shardId) ?? this.#ports.checkpoints.load(checkpoint);
      const records = await this.#source.read(shardId, position, readLimit);
      for (const record of records) this.#add(shardId, record);
      if (this.#bufferBytes >= this.#config.bufferBytes) await this.#write();
      isFull = records.length === readLimit;
    }
  }

  #add(shardId: string, { sequenceNumber, approximateArrival, data }: SourceRecord): void {
    const record = dataOf(data);
    this.#ports.onRecord(record.length);
    const bytes = Buffer.concat([record, Buffer.from(this.#config.delimiter)]);
    this.#buffer.push({ arrival: approximateArrival, data: bytes });
    this.#bufferBytes += bytes.length;
    this.#positions.set(shardId, sequenceNumber);
  }

  async #write(): Promise<void> {
    this.#closeWindow();
    if (this.#buffer.length === 0) return;
    const { bucket, isCompressed, writeKey } = this.#config;
    const whole = Buffer.concat(this.#buffer.map(({ data }) => data));
    const oldest = this.#buffer.reduce(
      (min, { arrival }) => Math.min(min, arrival),
      Number.POSITIVE_INFINITY,
    );
    const key = writeKey(oldest);
    // kept for the next window, as Firehose tries again what it may not write
    if (!this.#ports.mayWrite(key)) return;
    await this.#ports.putObject(bucket, key, isCompressed ? await compress(whole) : whole);
    // what keeps the positions may be closed by now: the next start delivers these again
    if (this.#ports.signal.aborted) return;
    for (const [shardId, position] of this.#positions) {
      this.#ports.checkpoints.save(this.#keyOf(shardId), position);
    }
    this.#buffer = [];
    this.#bufferBytes = 0;
  }

  #rest(): void {
    if (this.#buffer.length > 0 && !this.#ports.signal.aborted)
      this.#cancelWindow ??= this.#ports.startWindow(this.#config.bufferMs, () => this.#passWindow());
    // what was to be written and may not be is left over
    if (this.#isFlushing && this.#buffer.length > 0) return;
    // what waits for its window is no work: a moving clock passes it by, or opens it
    this.#endWork?.();
    this.#endWork = undefined;
  }

  #passWindow(): void {
    this.#windowPassed = true;
    this.#wake();
  }

  #closeWindow(): void {
    this.#windowPassed = false;
    this.#cancelWindow?.();
    this.#cancelWindow = undefined;
  }

  #keyOf(shardId: string): string {
    return `${this.#config.arn}/${shardId}`;
  }
}

const recordSchema = z.object({ kinesis: z.object({ data: z.base64() }) });

function dataOf(record: unknown): Buffer {
  return Buffer.from(recordSchema.parse(record).kinesis.data, 'base64');
}
