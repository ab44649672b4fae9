import { createHash } from 'node:crypto';
import { longestMs } from '../../duration.ts';
import { canonicalFilters } from '../conditions/parts/filter.ts';
import type { Calendar } from '../values/calendar.ts';
import { durationOf } from '../values/expected.ts';
import { stretchOf } from './period.ts';
import { compileSelector, type Selection } from './selector.ts';
import type { WindowSpec } from './window.ts';

/** Which events are counted, and of which property. */
export type CountedEvents = Selection & { readonly event: string; readonly of?: string | undefined };

/** The window to keep for some events: the same for everything that counts the same events of the same property. */
export function windowOf(counted: CountedEvents, calendar: Calendar): Omit<WindowSpec, 'since'> {
  const { event, where = [], of, within } = counted;
  return {
    key: keyOf([event, canonicalFilters(where), of ?? null, ...restrictionsOf(counted, calendar)]),
    event,
    select: compileSelector(counted, calendar),
    of,
    horizonMs: within === undefined ? undefined : longestMs(durationOf(within)),
  };
}

/** What narrows a window down beside its filters; a rolling `within` does not, the widest is kept for all. */
function restrictionsOf(counted: Selection, calendar: Calendar): readonly unknown[] {
  const { from, until } = stretchOf(counted, calendar);
  const { each = null, currency = null } = counted;
  const isNarrowed = each !== null || currency !== null || from > -Infinity || until < Infinity;
  // not a finite number: written as null
  return isNarrowed ? [each, currency, from, until] : [];
}

/** A short name for what is kept; eight characters are 48 bits: a few thousand do not meet. */
export function keyOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 8);
}
