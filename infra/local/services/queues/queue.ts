import { randomUUID } from 'node:crypto';
import { checkMessage, invalid, type NewMessage, type StoredMessage } from './message.ts';
import type { MessageCounts, MessageTable } from './message-table.ts';
import { parseReceipt } from './receipt.ts';

/** What the template says about a queue, with SQS's defaults filled in. */
export type QueueConfig = {
  readonly name: string;
  readonly arn: string;
  readonly visibilityTimeoutSeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  readonly maxMessageBytes: number;
  readonly receiveWaitSeconds: number;
  readonly redrive: { readonly deadLetterArn: string; readonly maxReceiveCount: number } | undefined;
};

export type QueuePorts = {
  readonly table: MessageTable;
  readonly now: () => number;
  transaction<T>(work: () => T): T;
  /** Asks to be woken when the clock gets there. */
  wakeAt(instant: number): void;
  deadLetters(arn: string): Queue;
};

export type Receiving = { readonly max: number; readonly visibilityTimeoutSeconds?: number | undefined };

/** One queue: a message that is received is out of sight until it is deleted or its visibility timeout has passed. */
export class Queue {
  readonly config: QueueConfig;
  readonly #ports: QueuePorts;
  readonly #listeners = new Set<() => void>();

  constructor(config: QueueConfig, ports: QueuePorts) {
    this.config = config;
    this.#ports = ports;
  }

  /** Answers the id of the message. */
  send(message: NewMessage): string {
    checkMessage(message, this.config.maxMessageBytes);
    const { body, attributes, sender } = message;
    const sentAt = this.#ports.now();
    const messageId = randomUUID();
    this.#insert({
      ...{ messageId, body, attributes, sender, sentAt },
      visibleAt: sentAt + (message.delaySeconds ?? this.config.delaySeconds) * 1000,
      ...{ sourceArn: null, receiveCount: 0, firstReceivedAt: null },
    });
    return messageId;
  }

  /** Receives what is visible; what was received too often goes to the dead letter queue instead. */
  receive(receiving: Receiving): readonly StoredMessage[] {
    const { config } = this;
    const { table, now, transaction } = this.#ports;
    return transaction(() => {
      const { maxReceiveCount = Number.MAX_SAFE_INTEGER } = config.redrive ?? {};
      for (const message of table.wornOut(config.name, now(), maxReceiveCount))
        this.#moveToDeadLetters(message);
      return table
        .visible(config.name, now(), receiving.max)
        .map((message) => this.#hide(message, receiving));
    });
  }

  /** Deletes what the handle stands for; one that is not the last given out for its message deletes nothing, as SQS may do. */
  delete(handle: string): void {
    const receipt = parseReceipt(handle, this.config.name);
    const message = this.#ports.table.find(receipt.id);
    if (message?.receiveCount === receipt.receiveCount) this.#ports.table.remove(receipt.id);
  }

  changeVisibility(handle: string, seconds: number): void {
    const receipt = parseReceipt(handle, this.config.name);
    const message = this.#ports.table.find(receipt.id);
    if (message?.receiveCount !== receipt.receiveCount || message.visibleAt <= this.#ports.now()) {
      throw invalid(
        `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    this.#show(message, this.#ports.now() + seconds * 1000);
  }

  /** Makes visible what a receiver held that is gone. */
  release(): void {
    const now = this.#ports.now();
    for (const message of this.#ports.table.inFlight(this.config.name, now)) this.#show(message, now);
  }

  purge(): void {
    this.#ports.table.removeAll(this.config.name);
  }

  messages(): readonly StoredMessage[] {
    return this.#ports.table.list(this.config.name);
  }

  counts(): MessageCounts {
    return this.#ports.table.counts(this.config.name, this.#ports.now());
  }

  /** Calls the listener when a message may have become visible; the answer stops it. */
  onVisible(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  wake(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #insert(message: Omit<StoredMessage, 'id' | 'queue' | 'expiresAt'>): void {
    const expiresAt = message.sentAt + this.config.retentionSeconds * 1000;
    this.#ports.table.insert({ ...message, queue: this.config.name, expiresAt });
    this.#ports.wakeAt(expiresAt);
    this.#becomesVisible(message.visibleAt);
  }

  #moveToDeadLetters({ id, queue: _queue, expiresAt: _expiresAt, ...message }: StoredMessage): void {
    const deadLetters = this.#ports.deadLetters(this.config.redrive?.deadLetterArn ?? '');
    this.#ports.table.remove(id);
    // the time it was sent stays, so that it expires as if it had always been there
    deadLetters.#insert({ ...message, sourceArn: this.config.arn, visibleAt: this.#ports.now() });
  }

  #hide(message: StoredMessage, { visibilityTimeoutSeconds }: Receiving): StoredMessage {
    const now = this.#ports.now();
    const seconds = visibilityTimeoutSeconds ?? this.config.visibilityTimeoutSeconds;
    const receiveCount = message.receiveCount + 1;
    const received = { ...message, receiveCount, firstReceivedAt: message.firstReceivedAt ?? now };
    this.#show(received, now + seconds * 1000);
    return received;
  }

  #show(message: StoredMessage, visibleAt: number): void {
    this.#ports.table.save({ ...message, visibleAt });
    this.#becomesVisible(visibleAt);
  }

  #becomesVisible(instant: number): void {
    if (instant > this.#ports.now()) this.#ports.wakeAt(instant);
    else this.wake();
  }
}
