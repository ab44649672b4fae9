import { Batch, countFitting, type QueuedRecord } from './batch.ts';

export type LaneOptions = {
  readonly shardId: string;
  readonly batchSize: number;
  readonly windowMs: number;
  /** Calls back when the batching window has passed on the virtual clock; the answer cancels it. */
  readonly startWindow: (delayMs: number, passed: () => void) => () => void;
  /** True while a drain keeps every batching window closed. */
  readonly isFlushing: () => boolean;
  readonly handle: (batch: Batch) => Promise<void>;
};

/** One of a shard's parallel lines: records of a key always take the same one, and it handles one batch at a time. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #queue: QueuedRecord[] = [];
  #running = false;
  #windowPassed = false;
  #cancelWindow: (() => void) | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  add(record: QueuedRecord): void {
    this.#queue.push(record);
  }

  /** Handles what is ready; call it after adding and when a drain begins. */
  pump(): void {
    if (this.#running || this.#queue.length === 0) return;
    if (this.#isReady()) void this.#run();
    else this.#cancelWindow ??= this.#options.startWindow(this.#options.windowMs, () => this.#passWindow());
  }

  close(): void {
    this.#cancelWindow?.();
    this.#queue.length = 0;
  }

  #passWindow(): void {
    this.#windowPassed = true;
    this.#cancelWindow = undefined;
    this.pump();
  }

  #isReady(): boolean {
    const { batchSize, windowMs, isFlushing } = this.#options;
    const fitting = countFitting(this.#queue, batchSize);
    const isFull = fitting === batchSize || fitting < this.#queue.length;
    return isFull || windowMs === 0 || this.#windowPassed || isFlushing();
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#cancelWindow?.();
    this.#cancelWindow = undefined;
    this.#windowPassed = false;
    const { shardId, batchSize, handle } = this.#options;
    await handle(new Batch(shardId, this.#queue.splice(0, countFitting(this.#queue, batchSize))));
    this.#running = false;
    this.pump();
  }
}
