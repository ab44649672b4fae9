// The second opinion on computed traits: it scans all events for every question and shares no code with shared/profiles/computed.

type Label = string | number | boolean;
export type NaiveEvent = { at: number; amount?: number | undefined; label?: Label | undefined };

const amounts = (events: readonly NaiveEvent[]) =>
  events.flatMap(({ amount }) => (amount === undefined ? [] : [Math.round(amount * 10_000)]));
const labels = (events: readonly NaiveEvent[]) =>
  events.flatMap(({ label, at }) => (label === undefined ? [] : [{ label, at }]));
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Each measure over events in the order they happened. */
export const naiveMeasures = {
  count: (events) => events.length,
  sum: (events) => sum(amounts(events)) / 10_000,
  average: (events) =>
    amounts(events).length === 0
      ? undefined
      : Math.round(sum(amounts(events)) / amounts(events).length) / 10_000,
  minimum: (events) => (amounts(events).length === 0 ? undefined : Math.min(...amounts(events)) / 10_000),
  maximum: (events) => (amounts(events).length === 0 ? undefined : Math.max(...amounts(events)) / 10_000),
  first: (events) => labels(events)[0]?.label,
  last: (events) => labels(events).at(-1)?.label,
  mostFrequent: (events) => mostFrequent(labels(events)),
  distinct: (events) => new Set(labels(events).map(({ label }) => label)).size,
} satisfies Record<string, (events: readonly NaiveEvent[]) => unknown>;

function mostFrequent(seen: readonly { label: Label; at: number }[]): Label | undefined {
  const different = [...new Set(seen.map(({ label }) => label))];
  const scored = different.map((label) => {
    const own = seen.filter((one) => one.label === label);
    return { label, count: own.length, last: Math.max(...own.map(({ at }) => at)) };
  });
  scored.sort((a, b) => b.count - a.count || b.last - a.last || (order(a.label) < order(b.label) ? -1 : 1));
  return scored[0]?.label;
}

export type NaiveMeasure = keyof typeof naiveMeasures;

/** What the trait says at `now`: of what happened after `now - within`, or ever. */
export function naiveComputed(
  measure: NaiveMeasure,
  events: readonly NaiveEvent[],
  { now, withinMs }: { now: number; withinMs: number | undefined },
): unknown {
  const counted = events.filter(({ at }) => withinMs === undefined || (at <= now && at > now - withinMs));
  return naiveMeasures[measure](
    counted.toSorted((a, b) => a.at - b.at || (order(a.label) < order(b.label) ? -1 : 1)),
  );
}

function order(label: Label = ''): string {
  return JSON.stringify(label);
}
