import { createHash } from 'node:crypto';
import { longestMs } from '../../duration.ts';
import { canonicalFilters, compileFilters, type Filter } from '../conditions/parts/filter.ts';
import type { Calendar } from '../values/calendar.ts';
import { durationOf } from '../values/expected.ts';
import type { WindowSpec } from './window.ts';

/** Which events are counted, of which property, and how far back; for ever without `within`. */
export type CountedEvents = {
  readonly event: string;
  readonly where?: readonly Filter[] | undefined;
  readonly of?: string | undefined;
  readonly within?: string | undefined;
};

/** The window to keep for some events: the same for everything that counts the same events of the same property. */
export function windowOf(counted: CountedEvents, calendar: Calendar): Omit<WindowSpec, 'since'> {
  const { event, where = [], of, within } = counted;
  return {
    key: keyOf([event, canonicalFilters(where), of ?? null]),
    event,
    matches: compileFilters(where, calendar),
    of,
    horizonMs: within === undefined ? undefined : longestMs(durationOf(within)),
  };
}

/** A short name for what is kept; eight characters are 48 bits: a few thousand do not meet. */
export function keyOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 8);
}
