type Purpose = 'read' | 'write' | 'transaction';

/** Runs work alone on a set of keys; keys are queued for at once, so that no two holders can wait for each other. */
export class KeyLocks {
  readonly #tails = new Map<string, Promise<void>>();
  readonly #purposes = new Map<string, Purpose[]>();

  async hold<T>(keys: readonly string[], work: () => Promise<T>, purpose: Purpose = 'write'): Promise<T> {
    const earlier = keys.map((key) => this.#tails.get(key));
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const key of keys) this.#enter(key, purpose, promise);
    await Promise.all(earlier);
    try {
      return await work();
    } finally {
      for (const key of keys) this.#leave(key, promise);
      resolve();
    }
  }

  /** Whether somebody holds or waits for a key for one of these purposes. */
  isHeld(key: string, purposes: readonly Purpose[]): boolean {
    return this.#purposes.get(key)?.some((purpose) => purposes.includes(purpose)) ?? false;
  }

  #enter(key: string, purpose: Purpose, until: Promise<void>): void {
    this.#tails.set(key, until);
    this.#purposes.set(key, [...(this.#purposes.get(key) ?? []), purpose]);
  }

  // holders leave in the order they came
  #leave(key: string, until: Promise<void>): void {
    this.#purposes.get(key)?.shift();
    if (this.#tails.get(key) !== until) return;
    this.#tails.delete(key);
    this.#purposes.delete(key);
  }
}
