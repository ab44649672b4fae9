import * as z from 'zod';
import { listOf } from '../conditions/parts/combine.ts';
import { parseName } from '../conditions/parts/comparison.ts';
import { parseFilters } from '../conditions/parts/filter.ts';
import { child, isRecord, parseValue } from '../refusal.ts';
import type { CountedEvents } from '../windows/event-window.ts';
import { parsePeriod, periodKeys } from '../windows/period.ts';

/** Which events a condition is about, as the definition says it. */
export type Counted = Omit<CountedEvents, 'of'>;

export const countedKeys: readonly string[] = ['event', 'where', 'each', 'currency', ...periodKeys];

const A_CURRENCY = 'three capital letters, such as EUR';
export const currency = z.string({ error: A_CURRENCY }).regex(/^[A-Z]{3}$/, { error: A_CURRENCY });

export function parseCounted(value: Readonly<Record<string, unknown>>, pointer: string): Counted {
  return {
    ...parseNamed(value, pointer),
    ...(value.each !== undefined && { each: parseName(value.each, { pointer, name: 'each' }) }),
    ...(value.currency !== undefined && {
      currency: parseValue(currency, value.currency, {
        pointer: child(pointer, 'currency'),
        name: 'currency',
      }),
    }),
    ...parsePeriod(value, pointer),
  };
}

/** Events of one name, or of any with `*`, whose properties pass every filter. */
export function parseNamed(
  value: Readonly<Record<string, unknown>>,
  pointer: string,
): Pick<Counted, 'event' | 'where'> {
  return {
    event: parseName(value.event, { pointer, name: 'event' }),
    ...(value.where !== undefined && { where: parseFilters(value.where, child(pointer, 'where')) }),
  };
}

/** How many filters stand in a part of a definition that is not parsed yet. */
export function filtersIn(part: unknown): number {
  if (!isRecord(part)) return 0;
  const places = [part, part.minus, part.first, part.last].filter(isRecord);
  return places.reduce((sum, { where }) => sum + listOf(where).length, 0);
}
