import type { Work } from '../work.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { DeliverPorts } from './deliver.ts';
import type { LaneOptions } from './lane.ts';
import type { MappingConfig } from './mapping-config.ts';
import { compileRecordFilter } from './record-filter.ts';
import { type ConsumerOptions, ShardConsumer } from './shard-consumer.ts';
import type { StreamSource } from './stream-source.ts';

export type MappingPorts = DeliverPorts & {
  readonly checkpoints: Checkpoints;
  readonly startWindow: LaneOptions['startWindow'];
  readonly work: Work;
};

/** An event source mapping: wakes on appends, reads children only after their parents, and does nothing while nothing comes. */
export class Mapping {
  readonly #config: MappingConfig;
  readonly #source: StreamSource;
  readonly #work: Work;
  readonly #consumerOptions: ConsumerOptions;
  readonly #consumers = new Map<string, ShardConsumer>();
  readonly #stopListening: () => void;
  #refreshing = false;
  #appended = false;
  #flushing = false;
  #hasWaitingChildren = false;
  #endWork: (() => void) | undefined;

  constructor(config: MappingConfig, source: StreamSource, ports: MappingPorts) {
    this.#config = config;
    this.#source = source;
    this.#work = ports.work;
    this.#consumerOptions = {
      config,
      source,
      ports,
      checkpoints: ports.checkpoints,
      startWindow: ports.startWindow,
      matches: compileRecordFilter(config.filterPatterns, config.path),
      isFlushing: () => this.#flushing,
      onProgress: () => this.#checkIdle(),
    };
    this.#stopListening = source.onAppend(() => this.#wake());
    this.#wake();
  }

  /** While true, batching windows are closed and records are handled as they come. */
  flush(flushing: boolean): void {
    this.#flushing = flushing;
    for (const consumer of this.#consumers.values()) consumer.pump();
  }

  stop(): void {
    this.#stopListening();
    for (const consumer of this.#consumers.values()) consumer.close();
    this.#endWork?.();
  }

  #wake(): void {
    this.#endWork ??= this.#work.begin(`event source mapping ${this.#config.path}`);
    this.#appended = true;
    if (!this.#refreshing) void this.#refresh();
  }

  async #refresh(): Promise<void> {
    this.#refreshing = true;
    while (this.#appended) {
      this.#appended = false;
      await this.#readShards();
    }
    this.#refreshing = false;
    this.#checkIdle();
  }

  async #readShards(): Promise<void> {
    const shards = await this.#source.shards();
    if (this.#consumerOptions.ports.signal.aborted) return;
    const unfinished = new Set(shards.filter((shard) => !this.#isFinished(shard)).map((shard) => shard.id));
    const ready = shards.filter(({ parents }) => !parents.some((parent) => unfinished.has(parent)));
    this.#hasWaitingChildren = ready.length < shards.length;
    for (const { id } of ready) {
      const consumer = this.#consumers.get(id) ?? new ShardConsumer(id, this.#consumerOptions);
      this.#consumers.set(id, consumer);
      consumer.notify();
    }
  }

  // a closed shard gets no more records, so having been idle once is enough
  #isFinished({ id, closed }: { id: string; closed: boolean }): boolean {
    return closed && this.#consumers.get(id)?.isIdle === true;
  }

  #checkIdle(): void {
    if (this.#refreshing || this.#appended) return;
    for (const consumer of this.#consumers.values()) if (!consumer.isIdle) return;
    if (this.#hasWaitingChildren) {
      this.#wake();
      return;
    }
    this.#endWork?.();
    this.#endWork = undefined;
  }
}
