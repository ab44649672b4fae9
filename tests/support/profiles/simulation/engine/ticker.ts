import type { Invocation } from './invocation.ts';

const MINUTE = 60_000;

/** The rule of every minute. Minutes for which no timer is armed wake nobody and are left out; one that died comes again. */
export class Ticker {
  readonly #done = new Set<number>();
  readonly #armed: () => readonly number[];
  readonly #invoke: (minute: number) => Invocation;
  #running: { readonly minute: number; readonly invocation: Invocation } | undefined;

  constructor(armed: () => readonly number[], invoke: (minute: number) => Invocation) {
    this.#armed = armed;
    this.#invoke = invoke;
  }

  get isIdle(): boolean {
    return this.#running === undefined;
  }

  /** The instant of the next minute that wakes somebody; each minute looks at the one before, too. */
  next(): number | undefined {
    const minutes = this.#armed().flatMap((minute) => [minute, minute + 1]);
    const left = minutes.filter((minute) => !this.#done.has(minute));
    return left.length === 0 ? undefined : Math.min(...left) * MINUTE;
  }

  isDue(now: number): boolean {
    const next = this.next();
    return this.isIdle && next !== undefined && next <= now;
  }

  tick(): void {
    const minute = (this.next() ?? 0) / MINUTE;
    this.#running = { minute, invocation: this.#invoke(minute) };
  }

  settle(): void {
    if (!this.#running || this.#running.invocation.isRunning) return;
    const { minute, invocation } = this.#running;
    this.#running = undefined;
    if (invocation.isAlive && invocation.outcome.status === 'done') this.#done.add(minute);
  }
}
