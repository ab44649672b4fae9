import { segments } from '../processor/segments.ts';

/** How often something happened on a day, and the sum of its totals; ascending by day. */
export type Counts = Map<string, { readonly day: number; count: number; sum: number }[]>;

type Facts = {
  readonly traits: Readonly<Record<string, unknown>>;
  readonly counts: Counts;
  readonly today: number;
};
export type MinimalRule = (facts: Facts) => boolean;
type Where = Readonly<Record<string, unknown>>;
type Bounds = { atLeast?: number; atMost?: number; exactly?: number; between?: readonly [number, number] };

/** The fifty rules as closures over days, by the event that can change them. They know true and false, not until when. */
export function minimalRules(): ReadonlyMap<string, readonly MinimalRule[]> {
  const byEvent = new Map<string, MinimalRule[]>();
  for (const { where } of segments) {
    const rule = minimalRule(where);
    for (const name of new Set(eventsIn(where))) byEvent.set(name, [...(byEvent.get(name) ?? []), rule]);
  }
  return byEvent;
}

function eventsIn({ event, all, any, not }: Where): string[] {
  if (typeof event === 'string') return [event];
  const parts = [...list(all), ...list(any), ...(not ? [not as Where] : [])]; // the rules are ours
  return parts.flatMap(eventsIn);
}

const list = (parts: unknown): Where[] => (Array.isArray(parts) ? parts : []);

/** One rule as closures. */
export function minimalRule(where: Where): MinimalRule {
  const parts = list(where.all ?? where.any).map(minimalRule);
  if (where.all) return (facts) => parts.every((part) => part(facts));
  if (where.any) return (facts) => parts.some((part) => part(facts));
  if (where.not) {
    const part = minimalRule(where.not as Where); // the rules are ours
    return (facts) => !part(facts);
  }
  return typeof where.event === 'string'
    ? eventRule(where.event, where)
    : traitRule(String(where.trait), where);
}

function eventRule(name: string, { within, count, sum, never }: Where): MinimalRule {
  const days = within === undefined ? Number.POSITIVE_INFINITY : Number.parseInt(String(within), 10);
  const bounds = (never ? { exactly: 0 } : (sum ?? count)) as Bounds; // the rules are ours
  const low = bounds.between?.[0] ?? bounds.atLeast ?? bounds.exactly ?? 0;
  const high = bounds.between?.[1] ?? bounds.atMost ?? bounds.exactly ?? Number.POSITIVE_INFINITY;
  return ({ counts, today }) => {
    let total = 0;
    for (const day of counts.get(name) ?? []) if (today - day.day < days) total += sum ? day.sum : day.count;
    return total >= low && total <= high;
  };
}

const tests: Readonly<Record<string, (expected: never) => (value: never) => boolean>> = {
  equals: (expected) => (value) => value === expected,
  in: (expected: readonly unknown[]) => (value) => expected.includes(value),
  hasAny: (expected: readonly unknown[]) => (value) => [value].flat().some((one) => expected.includes(one)),
  atLeast: (expected: number) => (value: number) => value >= expected,
  lessThan: (expected: number) => (value: number) => value < expected,
  exists: (expected: boolean) => (value) => (value !== undefined) === expected,
};

function traitRule(trait: string, where: Where): MinimalRule {
  const [operator = '', expected] = Object.entries(where).find(([name]) => name in tests) ?? [];
  const test = tests[operator]?.(expected as never); // each operator knows what it is compared with
  if (!test) throw new Error(`the anchor knows no operator in ${JSON.stringify(where)}`);
  return ({ traits }) => test(traits[trait] as never);
}
