import type { Duration } from '../../duration.ts';
import type { Evaluation } from '../../segments/conditions/condition-kind.ts';
import type { Calendar } from '../../segments/values/calendar.ts';
import type { TimedTest } from '../../segments/values/date-tests.ts';
import type { Verdict } from '../../segments/verdict.ts';
import type { Counts } from './measures/measure-kind.ts';

/** A value, and the instant from which it may be another if nothing happens; undefined: never. */
export type Spell = { readonly value: unknown; readonly until: number | undefined };

/** The values from some instant on, one spell after the other; only as far as somebody looks. */
export type Course = Iterable<Spell>;

/** How long each event counts. */
export type Span = { readonly within: Duration; readonly calendar: Calendar };

/** Whether what happened at the instant counts at `now`: from its own instant until that plus `within`, exclusive. */
export function countsWithin(at: number, now: number, { within, calendar }: Span): boolean {
  return at <= now && now < calendar.add(at, within);
}

/** The values one after the other, of what counts at each time (see countsWithin). */
export function* courseWithin(
  instants: readonly number[],
  { within, calendar }: Span,
  { now, read }: { readonly now: number; read(counts: Counts): unknown },
): Generator<Spell> {
  const ends = new Map(instants.map((at) => [at, calendar.add(at, within)]));
  const changes = [...new Set([...ends.keys(), ...ends.values()])].filter((at) => at > now);
  const starts = [now, ...changes.sort((a, b) => a - b)];
  for (const [index, start] of starts.entries()) {
    const counts = (at: number) => at <= start && start < (ends.get(at) ?? 0);
    yield { value: read(counts), until: starts[index + 1] };
  }
}

/** Whether the value of the moment passes the test, and the first instant at which that changes. */
export function judgeCourse(
  course: Course,
  test: TimedTest,
  { evaluation, now }: { evaluation: Pick<Evaluation, 'looksLeft' | 'horizon'>; now: number },
): Verdict {
  let holds: boolean | undefined;
  let start = now;
  for (const { value, until } of course) {
    const verdict = test(value, start);
    holds ??= verdict.holds;
    if (verdict.holds !== holds) return { holds, flipsAt: start };
    // the answer may change within the spell too: a date comes closer
    if ((verdict.flipsAt ?? Infinity) < (until ?? Infinity)) return { holds, flipsAt: verdict.flipsAt };
    evaluation.looksLeft -= 1;
    // out of looks: the wake at this instant, too early at worst, looks on from there
    if (evaluation.looksLeft <= 0 || (until ?? 0) >= evaluation.horizon) return { holds, flipsAt: until };
    start = until ?? start;
  }
  return { holds: holds ?? false, flipsAt: undefined };
}
