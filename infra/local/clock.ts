export type ClockState = { readonly now: number; readonly offset: number; readonly frozen: boolean };
export type Fire = () => Promise<void> | void;

/** The virtual clock: now = real + offset, or standing still. Every instant is in epoch milliseconds. */
export type Clock = {
  now(): number;
  offset(): number;
  frozen(): boolean;
  freeze(): void;
  unfreeze(): void;
  /** Fires once when the clock reaches `at`, by itself or moved; the answer cancels it. */
  setTimer(at: number, fire: Fire): () => void;
  /** Fires every due timer at its own instant, in order, and awaits `between` after each and at the end. */
  advanceTo(instant: number, options: { between: () => Promise<void> }): Promise<void>;
  /** Tells every jump, freeze and unfreeze; the answer stops it. */
  onChange(listener: (state: ClockState) => void): () => void;
  /** Forgets every timer and listener. */
  close(): void;
};

/** Real time, replaceable in tests. `wake` calls back after a delay; the answer cancels it. */
export type RealTime = { now(): number; wake(delayMs: number, callback: () => void): () => void };

export type ClockOptions = {
  readonly real?: RealTime;
  readonly offset?: number | undefined;
  /** Stands at this instant until it is moved or unfrozen. */
  readonly frozenAt?: number | undefined;
};

export function createClock(options: ClockOptions = {}): Clock {
  return new VirtualClock(options);
}

// setTimeout fires at once beyond this; waking early only re-arms
const MAX_DELAY_MS = 2 ** 31 - 1;

const systemTime: RealTime = {
  now: () => Date.now(),
  wake(delayMs, callback) {
    const timeout = setTimeout(callback, delayMs);
    timeout.unref();
    return () => clearTimeout(timeout);
  },
};

type Timer = { readonly at: number; readonly fire: Fire };

class VirtualClock implements Clock {
  readonly #real: RealTime;
  readonly #timers: Timer[] = [];
  readonly #listeners = new Set<(state: ClockState) => void>();
  #offset: number;
  #standsAt: number | undefined;
  #frozen: boolean;
  #advancing = false;
  #cancelWake = (): void => {};

  constructor({ real = systemTime, offset = 0, frozenAt }: ClockOptions) {
    this.#real = real;
    this.#offset = offset;
    this.#standsAt = frozenAt;
    this.#frozen = frozenAt !== undefined;
  }

  now(): number {
    return this.#standsAt ?? this.#real.now() + this.#offset;
  }

  offset(): number {
    return this.now() - this.#real.now();
  }

  frozen(): boolean {
    return this.#frozen;
  }

  freeze(): void {
    this.#frozen = true;
    this.#standAt(this.now());
  }

  unfreeze(): void {
    this.#frozen = false;
    if (!this.#advancing) this.#run();
  }

  setTimer(at: number, fire: Fire): () => void {
    const timer = { at, fire };
    this.#timers.splice(firstAfter(this.#timers, at), 0, timer);
    if (this.#timers[0] === timer) this.#arm();
    return () => this.#cancel(timer);
  }

  async advanceTo(instant: number, { between }: { between: () => Promise<void> }): Promise<void> {
    if (this.#advancing) throw new Error('the clock is already moving, wait until it has arrived');
    if (!(instant >= this.now())) {
      throw new Error(`the clock moves forward only: it is ${this.now()}, got ${instant}`);
    }
    this.#advancing = true;
    try {
      do await this.#moveTo(instant, between);
      while ((this.#timers[0]?.at ?? Number.POSITIVE_INFINITY) <= instant);
    } finally {
      this.#advancing = false;
      if (!this.#frozen) this.#run();
    }
  }

  onChange(listener: (state: ClockState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#timers.length = 0;
    this.#listeners.clear();
    this.#arm();
  }

  // while moving it stands still between timers, so that each sees its own instant
  async #moveTo(instant: number, between: () => Promise<void>): Promise<void> {
    for (let timer = this.#takeDue(instant); timer !== undefined; timer = this.#takeDue(instant)) {
      this.#standAt(timer.at);
      await timer.fire();
      await between();
    }
    this.#standAt(instant);
    await between();
  }

  #standAt(instant: number): void {
    this.#standsAt = Math.max(instant, this.now());
    this.#changed();
  }

  #run(): void {
    this.#offset = this.offset();
    this.#standsAt = undefined;
    this.#changed();
  }

  #changed(): void {
    this.#arm();
    const state = { now: this.now(), offset: this.offset(), frozen: this.#standsAt !== undefined };
    for (const listener of this.#listeners) listener(state);
  }

  #arm(): void {
    this.#cancelWake();
    this.#cancelWake = () => {};
    const next = this.#timers[0];
    if (next === undefined) return;
    const delay = Math.max(next.at - this.now(), 0);
    // a standing clock still fires what is due already, a wait of zero for instance
    if (this.#standsAt !== undefined && delay > 0) return;
    this.#cancelWake = this.#real.wake(Math.min(delay, MAX_DELAY_MS), () => this.#fireDue());
  }

  // real time waits for nobody: timers that are due start in order, without waiting for each other
  #fireDue(): void {
    const now = this.now();
    for (let timer = this.#takeDue(now); timer !== undefined; timer = this.#takeDue(now)) void timer.fire();
    this.#arm();
  }

  #takeDue(limit: number): Timer | undefined {
    const next = this.#timers[0];
    return next !== undefined && next.at <= limit ? this.#timers.shift() : undefined;
  }

  #cancel(timer: Timer): void {
    const index = this.#timers.lastIndexOf(timer);
    if (index < 0) return;
    this.#timers.splice(index, 1);
    if (index === 0) this.#arm();
  }
}

/** The list is sorted; equal instants keep the order they were set in. */
function firstAfter(timers: readonly Timer[], at: number): number {
  let low = 0;
  let high = timers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timers[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
