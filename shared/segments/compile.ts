import type { Evaluation } from './conditions/condition-kind.ts';
import { compileCondition } from './conditions/index.ts';
import type { Segment } from './definition.ts';
import { calendarIn } from './values/calendar.ts';
import type { Verdict } from './verdict.ts';
import type { Window, WindowSpec } from './window.ts';

export type { Verdict } from './verdict.ts';

// looking further is done by the wake at the instant reached; real rules need a few dozen
const MOST_LOOKS = 2_000;

/** What is known about one person when a segment is evaluated. */
export type Facts = {
  readonly traits: Readonly<Record<string, unknown>>;
  readonly windows: ReadonlyMap<string, Window>;
  readonly firstSeen?: number;
  readonly lastSeen?: number;
};

export type CompiledSegment = { readonly id: string; evaluate(facts: Facts, now: number): Verdict };

/** Segments ready to be evaluated, the windows to keep for them and the top-level traits they read. */
export type CompiledSegments = {
  readonly segments: readonly CompiledSegment[];
  readonly windows: readonly WindowSpec[];
  readonly traits: readonly string[];
  readonly timezone: string;
};

/** `since` is the definitions number at which each segment went live; days and months are the timezone's. */
export function compileSegments(
  live: readonly { segment: Segment; since: number }[],
  { timezone }: { timezone: string },
): CompiledSegments {
  const calendar = calendarIn(timezone);
  const traits = new Set<string>();
  const windows = new Map<string, WindowSpec>();
  const segments = live.map(({ segment, since }): CompiledSegment => {
    const predicate = compileCondition(segment.where, {
      calendar,
      mention: (keys) => {
        for (const key of keys) traits.add(key);
      },
      keep: (window) => {
        windows.set(window.key, widest({ ...window, since }, windows.get(window.key)));
      },
    });
    const evaluate = (facts: Facts, now: number) => {
      const evaluation: Evaluation = { facts, looksLeft: MOST_LOOKS };
      return predicate(evaluation, now);
    };
    return { id: segment.id, evaluate };
  });
  return { segments, windows: [...windows.values()], traits: [...traits].sort(), timezone };
}

/** The window that reaches back furthest, as of the first segment that asked for that much. */
function widest(window: WindowSpec, other: WindowSpec | undefined): WindowSpec {
  if (other === undefined) return window;
  const [reach, otherReach] = [window.horizonMs ?? Infinity, other.horizonMs ?? Infinity];
  if (reach === otherReach) return { ...window, since: Math.min(window.since, other.since) };
  return reach > otherReach ? window : other;
}
