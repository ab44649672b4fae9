/** Runs work alone on a set of keys; keys are queued for at once, so that no two holders can wait for each other. */
export class KeyLocks {
  readonly #tails = new Map<string, Promise<void>>();

  async hold<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const earlier = keys.map((key) => this.#tails.get(key));
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const key of keys) this.#tails.set(key, promise);
    await Promise.all(earlier);
    try {
      return await work();
    } finally {
      for (const key of keys) if (this.#tails.get(key) === promise) this.#tails.delete(key);
      resolve();
    }
  }
}
