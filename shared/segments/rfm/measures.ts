import type { Tally } from '../windows/tally.ts';

/** One of the three things a buyer is scored by; `bought` is all of somebody's purchases as one, dated to the last. */
export type Measure = {
  read(bought: Tally, now: number): number;
  /** values that are rounded to the same count as equal when buyers are compared */
  round(value: number): number;
  /** whether a value is better than a rounded one */
  isAbove(value: number, bound: number): boolean;
};

const DIGITS = 3;

const table = {
  /** ms since the last purchase */
  recency: {
    read: ({ at }, now) => now - at,
    round: (age) => Math.floor(age / stepOf(age)) * stepOf(age),
    isAbove: (age, bound) => age < bound,
  },
  frequency: { read: ({ count }) => count, round: roundUp, isAbove: isMore },
  /** in 1/10,000 */
  money: { read: ({ sum }) => sum, round: roundUp, isAbove: isMore },
} satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof table;

export const rfmMeasures: Readonly<Record<MeasureName, Measure>> = table;
export const rfmMeasureNames: readonly MeasureName[] = ['recency', 'frequency', 'money'];

export function isMeasureName(name: unknown): name is MeasureName {
  return typeof name === 'string' && Object.hasOwn(table, name);
}

function roundUp(value: number): number {
  return value <= 0 ? 0 : Math.ceil(value / stepOf(value)) * stepOf(value);
}

function isMore(value: number, bound: number): boolean {
  return value > bound;
}

/** Numbers of up to three digits stay as they are, of larger ones three digits do: an error below 1 %. */
function stepOf(value: number): number {
  return 10 ** Math.max(0, String(Math.trunc(value)).length - DIGITS);
}
