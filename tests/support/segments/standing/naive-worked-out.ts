import { type NaiveMeasure, naiveComputed, naiveMeasures } from '../../profiles/naive-computed.ts';
import { naiveAdd } from '../naive-calendar.ts';
import { isInPeriod, type NaiveCounted, type NaiveHistory, naiveKnown } from '../naive-counted.ts';
import { amountsOf, measuredOf, UNITS } from '../naive-events.ts';
import { naiveBought, naiveGroup, naiveScored } from './naive-rfm.ts';

// the second opinion on what is worked out from events: computed traits and scores, from the first event on for every question

type Four = readonly [string, string, string, string];
type FourNumbers = readonly [number, number, number, number];

export type NaiveComputedTrait = NaiveCounted & { id: string; event: string } & {
  [Name in NaiveMeasure]?: true | { of: string };
};
export type NaiveRfm = {
  within?: string;
  bounds: { recency: Four; frequency: FourNumbers; money: FourNumbers };
};

type Seen = { at: number; amount: number | undefined; label: string | number | boolean | undefined };

export function naiveTraitValue(trait: NaiveComputedTrait, history: NaiveHistory, now: number): unknown {
  const measure = measureOf(trait);
  const seen = seenOf(trait, history);
  const lasting = lastingOf[measure]?.(seen.filter(({ label }) => label !== undefined)) ?? seen;
  const counted = lasting.filter(
    ({ at }) => trait.within === undefined || isInPeriod(trait, at, { timezone: history.timezone, now }),
  );
  return naiveComputed(measure, counted, { now, withinMs: undefined });
}

/** What was seen last counts where it was seen last, whatever is known of earlier times. */
const lastingOf: { [Name in NaiveMeasure]?: (seen: readonly Seen[]) => readonly Seen[] } = {
  last: (seen) => latestOf(seen),
  distinct: (seen) =>
    [...new Set(seen.map(({ label }) => label))].flatMap((value) =>
      latestOf(seen.filter(({ label }) => label === value)),
    ),
};

function latestOf(seen: readonly Seen[]): readonly Seen[] {
  const latest = Math.max(...seen.map(({ at }) => at));
  return seen.filter(({ at }) => at === latest);
}

function measureOf(trait: NaiveComputedTrait): NaiveMeasure {
  const [measure = 'count'] = Object.keys(naiveMeasures).filter(
    (name): name is NaiveMeasure => name in trait,
  );
  return measure;
}

function seenOf(trait: NaiveComputedTrait, history: NaiveHistory): readonly Seen[] {
  const subject = trait[measureOf(trait)];
  return naiveKnown(trait, history).map((event) => {
    if (typeof subject !== 'object')
      return { at: event.at, amount: undefined, label: new Date(event.at).toISOString() };
    const value = measuredOf(event, subject.of);
    const [units] = amountsOf([event], subject.of);
    const label =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? value
        : undefined;
    return { at: event.at, amount: units === undefined ? undefined : units / UNITS, label };
  });
}

export function naiveScore(
  name: string,
  { within, bounds }: NaiveRfm,
  { history, now }: { history: NaiveHistory; now: number },
): unknown {
  const orders = naiveKnown({ event: 'Order Completed' }, history).flatMap((event) =>
    amountsOf([event], 'total').map((units) => ({ at: event.at, total: units / UNITS })),
  );
  const bought = naiveBought(orders, now, { within, timezone: history.timezone });
  const scores = naiveScored(
    bought,
    {
      recency: bounds.recency.map(lengthOf),
      frequency: bounds.frequency,
      money: bounds.money.map((amount) => Math.round(amount * UNITS)),
    },
    now,
  );
  if (scores === undefined) return undefined;
  return name in scores ? new Map(Object.entries(scores)).get(name) : naiveGroup(scores);
}

/** Every instant at which a computed trait or a score may be another. */
export function naiveWorkedOutBoundaries(
  { events, timezone }: NaiveHistory,
  { within, ages = [] }: { within?: string | undefined; ages?: readonly string[] },
): readonly number[] {
  return events.flatMap(({ at }) => [
    at,
    ...(within ? [naiveAdd(at, within, { timezone })] : []),
    ...ages.map((age) => at + lengthOf(age)),
  ]);
}

function lengthOf(age: string): number {
  return naiveAdd(0, age, { timezone: 'UTC' });
}
