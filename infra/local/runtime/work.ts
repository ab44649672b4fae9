/** Counts what is in flight, so that a drain answers the moment nothing is left. */
export type Work = {
  /** Counts one more of a kind; the answer, called once, ends it. */
  begin(what: string): () => void;
  left(): Readonly<Record<string, number>>;
  /** True as soon as nothing is in flight, false when that takes longer than the limit. */
  settled(timeoutMs: number): Promise<boolean>;
};

export function createWork(): Work {
  const counts = new Map<string, number>();
  const waiting = new Set<() => void>();

  const end = (what: string): void => {
    const count = (counts.get(what) ?? 0) - 1;
    if (count > 0) counts.set(what, count);
    else counts.delete(what);
    if (counts.size === 0) for (const wake of waiting) wake();
  };

  const turn = (deadline: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        waiting.delete(wake);
        deadline.removeEventListener('abort', wake);
        resolve();
      };
      waiting.add(wake);
      deadline.addEventListener('abort', wake);
    });

  return {
    begin(what) {
      counts.set(what, (counts.get(what) ?? 0) + 1);
      let ended = false;
      return () => {
        if (!ended) end(what);
        ended = true;
      };
    },
    left: () => Object.fromEntries(counts),
    async settled(timeoutMs) {
      const deadline = AbortSignal.timeout(timeoutMs);
      while (!deadline.aborted) {
        // what ends may start something else in the same turn
        await new Promise((resolve) => setImmediate(resolve));
        if (counts.size === 0) return true;
        await turn(deadline);
      }
      return false;
    },
  };
}
