import type { StreamResult } from '../../../../../functions/lib/stream.ts';
import type { Chance } from './chance.ts';
import type { Invocation } from './invocation.ts';

type ConsumerOptions<Record> = {
  readonly name: string;
  readonly records: () => readonly Record[];
  readonly invoke: (batch: readonly Record[]) => Invocation;
  readonly chance: Chance;
};

// far more than any run of faults: a batch that never passes would block its shard
const MOST_DELIVERIES = 60;

/** The event source mapping of one shard: one batch at a time, in order, again from the first record that failed. */
export class Consumer<Record extends { readonly sequenceNumber: string }> {
  readonly #options: ConsumerOptions<Record>;
  #position = 0;
  #deliveries = 0;
  #cause: unknown;
  #running: { readonly invocation: Invocation; readonly batch: readonly Record[] } | undefined;

  constructor(options: ConsumerOptions<Record>) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.#running === undefined;
  }

  get hasBacklog(): boolean {
    return this.#position < this.#options.records().length;
  }

  deliver(): void {
    const { records, invoke, chance, name } = this.#options;
    this.#deliveries += 1;
    if (this.#deliveries > MOST_DELIVERIES)
      throw new Error(`${name} never gets past record ${this.#position}`, { cause: this.#cause });
    const size = chance.pick([1, 4, 40]);
    const batch = records().slice(this.#position, this.#position + size);
    this.#running = { invocation: invoke(batch), batch };
  }

  /** Takes up what the running invocation answered; one that died or threw gets its batch again. */
  settle(): void {
    if (!this.#running || this.#running.invocation.isRunning) return;
    const { invocation, batch } = this.#running;
    this.#running = undefined;
    if (invocation.outcome.status === 'failed') this.#cause = invocation.outcome.error;
    if (!invocation.isAlive || invocation.outcome.status !== 'done') return;
    const { failedFrom, error } = invocation.outcome.value as StreamResult; // what the handlers answer
    this.#cause = error;
    const first = batch.findIndex(({ sequenceNumber }) => sequenceNumber === failedFrom);
    const done = failedFrom === undefined ? batch.length : first;
    if (done > 0) this.#deliveries = 0;
    this.#position += done;
  }

  /** Forgets the running invocation, which goes on: its batch will be delivered to a second one. */
  abandon(): void {
    this.#running = undefined;
  }

  /** Delivers again what was done already. */
  rewind(): void {
    this.#position = this.#options.chance.between(0, this.#position);
  }
}
