import type { PollMeter } from '../../billing/service-metering.ts';
import { lambdaRecord } from '../../services/queues/lambda-record.ts';
import type { StoredMessage } from '../../services/queues/message.ts';
import type { Queue } from '../../services/queues/queue.ts';
import { receiptHandle } from '../../services/queues/receipt.ts';
import type { Work } from '../work.ts';
import { countFitting } from './batch.ts';
import { type DeliverPorts, invokeUnlessThrottled } from './deliver.ts';
import { failedIdentifiers } from './item-failures.ts';
import type { LaneOptions } from './lane.ts';

/** What the template says about an event source mapping of a queue, with AWS's defaults filled in. */
export type QueueMappingConfig = {
  readonly path: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency: number;
};

export type QueueMappingPorts = Pick<DeliverPorts, 'invoke' | 'backOff' | 'signal'> & {
  readonly startWindow: LaneOptions['startWindow'];
  readonly work: Work;
  readonly meter: PollMeter;
};

/** Hands the messages of a queue to a function; what it does not handle is visible again after the queue's timeout. */
export class QueueMapping {
  readonly #config: QueueMappingConfig;
  readonly #queue: Queue;
  readonly #ports: QueueMappingPorts;
  readonly #stopListening: () => void;
  #running = 0;
  #isWoken = false;
  #flushing = false;
  #windowPassed = false;
  #cancelWindow: (() => void) | undefined;
  #endWork: (() => void) | undefined;

  constructor(config: QueueMappingConfig, queue: Queue, ports: QueueMappingPorts) {
    this.#config = config;
    this.#queue = queue;
    this.#ports = ports;
    // the pollers that had received them died with the last process
    queue.release();
    this.#stopListening = queue.onVisible(() => this.#wake());
    this.#wake();
  }

  /** While true, batching windows are closed and messages are handled as they come. */
  flush(flushing: boolean): void {
    this.#flushing = flushing;
    if (flushing) this.#wake();
  }

  stop(): void {
    this.#stopListening();
    this.#closeWindow();
    this.#endWork?.();
  }

  // whoever wakes may be in the middle of a change to the queue
  #wake(): void {
    this.#endWork ??= this.#ports.work.begin(`event source mapping ${this.#config.path}`);
    if (this.#isWoken) return;
    this.#isWoken = true;
    queueMicrotask(() => {
      this.#isWoken = false;
      if (!this.#ports.signal.aborted) this.#pump();
    });
  }

  #pump(): void {
    const { batchSize, batchingWindowSeconds, maximumConcurrency } = this.#config;
    while (this.#running < maximumConcurrency && this.#isReady()) {
      const messages = this.#queue.receive({ max: batchSize });
      if (messages.length === 0) break;
      this.#ports.meter.received(messages);
      this.#closeWindow();
      void this.#handle(messages);
    }
    if (this.#running > 0) return;
    if (batchingWindowSeconds > 0 && this.#queue.counts().visible > 0) {
      this.#cancelWindow ??= this.#ports.startWindow(batchingWindowSeconds * 1000, () => this.#passWindow());
      return;
    }
    this.#endWork?.();
    this.#endWork = undefined;
  }

  #isReady(): boolean {
    const { batchSize, batchingWindowSeconds } = this.#config;
    if (batchingWindowSeconds === 0 || this.#windowPassed || this.#flushing) return true;
    return this.#queue.counts().visible >= batchSize;
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

  async #handle(messages: readonly StoredMessage[]): Promise<void> {
    this.#running += 1;
    const records = messages.map((message) => ({
      message,
      json: JSON.stringify(lambdaRecord(message, this.#queue.config.arn)),
    }));
    while (records.length > 0 && !this.#ports.signal.aborted) {
      await this.#invoke(records.splice(0, countFitting(records, records.length)));
    }
    this.#running -= 1;
    this.#wake();
  }

  async #invoke(
    records: readonly { readonly message: StoredMessage; readonly json: string }[],
  ): Promise<void> {
    const payload = `{"Records":[${records.map(({ json }) => json).join(',')}]}`;
    let result = await invokeUnlessThrottled(this.#ports, payload);
    while (result === 'throttled') {
      await this.#ports.backOff(1);
      if (this.#ports.signal.aborted) return;
      result = await invokeUnlessThrottled(this.#ports, payload);
    }
    // what was not deleted when the cloud stops is handled again
    if (this.#ports.signal.aborted) return;
    const identifiers = records.map(({ message }) => message.messageId);
    const failed = failedIdentifiers(result, identifiers, this.#config.reportsItemFailures);
    const handled = records.filter(({ message }) => !failed.includes(message.messageId));
    for (const { message } of handled) this.#queue.delete(receiptHandle(message));
    this.#ports.meter.deleted(handled.length);
  }
}
