import type { Clock } from '../clock.ts';
import type { Mapping } from './mappings/mapping.ts';
import type { Rule } from './rules/rule.ts';
import type { Work } from './work.ts';

export type Drained =
  | { readonly drained: true }
  | { readonly drained: false; readonly left: Readonly<Record<string, number>> };

/** What settles the local cloud, and what moves its clock. */
export type Motion = {
  /** Closes batching windows and buffers; answers as soon as every stream is consumed and no function runs. */
  drain(timeoutMs: number): Promise<Drained>;
  /** Moves the clock forward: fires what is due in order and drains between; what gathers into objects waits for its time. */
  advance(durationMs: number): Promise<Drained>;
  isMoving(): boolean;
};

export type MotionParts = {
  readonly clock: Clock;
  readonly work: Work;
  readonly mappings: readonly Flushed[];
  readonly deliveries: readonly Flushed[];
  readonly rules: readonly Rule[];
};

type Flushed = Pick<Mapping, 'flush'>;

// between two instants of a moving clock; a batch is given up long before
const settleTimeoutMs = 120_000;

export function createMotion(parts: MotionParts): Motion {
  const { clock, work, rules } = parts;
  const [windows, buffers] = [flushTogether(parts.mappings), flushTogether(parts.deliveries)];
  const settleWork = createSettle(work, [windows]);
  let moving = false;

  const settle = async (): Promise<void> => {
    const drained = await settleWork(settleTimeoutMs);
    // thrown through the clock, so that it stops where it is
    if (!drained.drained) throw new NotDrainedError(drained.left);
    for (const rule of rules) await rule.skipToDue();
  };

  return {
    drain: createSettle(work, [windows, buffers]),
    isMoving: () => moving,
    async advance(durationMs) {
      if (moving) throw new Error('the clock is already moving, wait until it has arrived');
      moving = true;
      try {
        await settle();
        await clock.advanceTo(clock.now() + durationMs, { between: settle });
        return { drained: true };
      } catch (error) {
        if (!(error instanceof NotDrainedError)) throw error;
        return { drained: false, left: error.left };
      } finally {
        moving = false;
        for (const rule of rules) rule.resume();
      }
    },
  };
}

class NotDrainedError extends Error {
  override name = 'NotDrainedError' as const;
  readonly left: Readonly<Record<string, number>>;

  constructor(left: Readonly<Record<string, number>>) {
    super(`not drained: ${Object.keys(left).join(', ')}`);
    this.left = left;
  }
}

type Flush = { hold(): void; release(): void };

function flushTogether(flushed: readonly Flushed[]): Flush {
  let held = 0;
  const tell = (): void => {
    for (const each of flushed) each.flush(held > 0);
  };
  return {
    hold() {
      held += 1;
      tell();
    },
    // another drain may still keep the windows closed
    release() {
      held -= 1;
      tell();
    },
  };
}

function createSettle(work: Work, flushes: readonly Flush[]): Motion['drain'] {
  return async (timeoutMs) => {
    for (const flush of flushes) flush.hold();
    const settled = await work.settled(timeoutMs);
    for (const flush of flushes) flush.release();
    return settled ? { drained: true } : { drained: false, left: work.left() };
  };
}
