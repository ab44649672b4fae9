import { child, isRecord, refuse, shown } from '../../refusal.ts';
import type { Calendar } from '../../values/calendar.ts';
import { pathReader } from '../../values/property-path.ts';
import {
  type Comparison,
  compileComparison,
  parseComparison,
  parseName,
  reviewComparison,
} from './comparison.ts';

const A_FILTER = 'an object with `property` and one operator';
const A_LIST = 'a list of objects with `property` and one operator each';

/** One test of an event's properties. */
export type Filter = { readonly property: string } & Comparison;

export function parseFilters(value: unknown, pointer: string): readonly Filter[] {
  if (!Array.isArray(value)) refuseShape('`where`', value, { pointer, allowed: A_LIST });
  return value.map((filter: unknown, index) => parseFilter(filter, child(pointer, index)));
}

/** A predicate over properties: every filter holds. */
export function compileFilters(
  filters: readonly Filter[],
  calendar: Calendar,
): (properties: Record<string, unknown>) => boolean {
  const tests = filters.map((filter) => {
    const { holds } = compileComparison(filter, calendar);
    const read = pathReader(filter.property);
    // no operator of a property looks at the time
    return (properties: Record<string, unknown>) => holds(read(properties), 0);
  });
  return (properties) => tests.every((test) => test(properties));
}

/** The same text for the same filters, in whatever order they and their keys are written. */
export function canonicalFilters(filters: readonly Filter[]): readonly string[] {
  return [...new Set(filters.map((filter) => JSON.stringify(Object.entries(filter).sort(byKey))))].sort();
}

export function reviewFilters(filters: readonly Filter[], pointer: string): readonly string[] {
  return filters.flatMap((filter, index) =>
    reviewComparison(filter, { path: filter.property, pointer: child(pointer, index) }),
  );
}

function parseFilter(value: unknown, pointer: string): Filter {
  if (!isRecord(value)) refuseShape('a filter', value, { pointer, allowed: A_FILTER });
  return {
    property: parseName(value.property, { pointer, name: 'property' }),
    ...parseComparison(value, { subject: 'property', pointer }),
  };
}

function refuseShape(what: string, value: unknown, place: { pointer: string; allowed: string }): never {
  refuse(`${what} must be ${place.allowed}, got ${shown(value)}`, { code: 'invalid_value', ...place });
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
