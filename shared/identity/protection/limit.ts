import { parseDuration } from '../../duration.ts';

/** How many identifiers of one type a profile may have that were first seen within `withinMs` of each other. */
export type IdentifierLimit = { readonly count: number; readonly withinMs: number };

/** The length of a limit's window; NaN when the text is none. Months and years are none: their length is not fixed. */
export function windowMs(per: string): number {
  if (per === 'ever') return Number.POSITIVE_INFINITY;
  const duration = parseDuration(per);
  return duration?.type === 'exact' ? duration.ms : Number.NaN;
}

/**
 * Whether more than `count` of the instants lie within one window that also holds `at`. Instants that fit in the end fit in any
 * order of arrival.
 */
export function isOverLimit(
  { count, withinMs }: IdentifierLimit,
  instants: readonly number[],
  at: number,
): boolean {
  const sorted = [...instants].sort((a, b) => a - b);
  return sorted.slice(count).some((last, index) => {
    const first = sorted[index] ?? last;
    return Math.max(last, at) - Math.min(first, at) < withinMs;
  });
}
