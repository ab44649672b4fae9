import type { Duration } from '../../duration.ts';
import type { Spell } from '../../profiles/computed/course.ts';
import type { Calendar } from '../values/calendar.ts';
import type { Tally } from '../windows/tally.ts';

/** How often something happened, and the sum of its values in 1/10,000. */
export type Sums = { readonly count: number; readonly sum: number };

type Timing = { readonly within: Duration | undefined; readonly calendar: Calendar; readonly now: number };

/** What the tallies that count add up to, from `now` on; each counts until its instant plus `within`, exclusive. */
export function* sumsFrom(
  tallies: readonly Tally[],
  timing: Timing,
  read: (sums: Sums) => unknown,
): Generator<Spell> {
  const changes = tallies.flatMap((tally) => changesOf(tally, timing)).sort((a, b) => a.at - b.at);
  let [count, sum, next, start] = [0, 0, 0, timing.now];
  for (;;) {
    for (let change = changes[next]; change !== undefined && change.at <= start; change = changes[++next]) {
      count += change.count;
      sum += change.sum;
    }
    const until = changes[next]?.at;
    yield { value: read({ count, sum }), until };
    if (until === undefined) return;
    start = until;
  }
}

function changesOf(tally: Tally, { within, calendar }: Timing): readonly Tally[] {
  if (within === undefined) return [tally];
  return [tally, { at: calendar.add(tally.at, within), count: -tally.count, sum: -tally.sum }];
}
