/** The highest sequence number below which everything read from a shard is done, whatever the order it is done in. */
export class Progress {
  readonly #open = new Set<string>();
  readonly #done = new Set<string>();

  read(sequenceNumber: string): void {
    this.#open.add(sequenceNumber);
  }

  /** Marks as done; answers the new checkpoint when it moved. */
  done(sequenceNumbers: readonly string[]): string | undefined {
    for (const sequenceNumber of sequenceNumbers) this.#done.add(sequenceNumber);
    let checkpoint: string | undefined;
    // a set keeps the order of reading
    for (const sequenceNumber of this.#open) {
      if (!this.#done.delete(sequenceNumber)) break;
      this.#open.delete(sequenceNumber);
      checkpoint = sequenceNumber;
    }
    return checkpoint;
  }

  get open(): number {
    return this.#open.size;
  }
}
