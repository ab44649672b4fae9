import type { LevelDatabase, LevelOperation } from './dynalite.ts';

type Waiting = {
  readonly operations: readonly LevelOperation[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
};

/**
 * Writes batches in the order they were given, one LevelDB batch at a time; what arrives meanwhile shares the
 * next one. A stream reader therefore never sees a sequence number before an earlier one.
 */
export class CommitQueue {
  readonly #database: LevelDatabase;
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(database: LevelDatabase) {
    this.#database = database;
  }

  commit(operations: readonly LevelOperation[]): Promise<void> {
    if (operations.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operations, resolve, reject });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#write(group);
    }
    this.#isWriting = false;
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    try {
      await this.#database.batch(group.flatMap((waiting) => waiting.operations));
      for (const waiting of group) waiting.resolve();
    } catch (error) {
      for (const waiting of group) waiting.reject(error);
    }
  }
}
