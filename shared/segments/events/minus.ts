import { parseName } from '../conditions/parts/comparison.ts';
import { type Filter, reviewFilters } from '../conditions/parts/filter.ts';
import { child, isRecord, refuse, requireKnownKeys, shown } from '../refusal.ts';
import type { CountedEvents } from '../windows/event-window.ts';
import { parseNamed } from './counted.ts';

/** What is taken away from a sum, such as refunds: a property of other events, of the same time, currency and lines. */
export type Minus = { readonly event: string; readonly where?: readonly Filter[]; readonly of: string };

const A_MINUS = 'an object with `event`, `of` and perhaps `where`';

/** The events that are taken away: counted as the others are, but for filters of their own. */
export function takenBy(minus: Minus, { where: _, ...events }: CountedEvents): CountedEvents {
  return { ...events, ...minus };
}

export function parseMinus(value: unknown, pointer: string): Minus {
  if (!isRecord(value))
    refuse(`\`minus\` must be ${A_MINUS}, got ${shown(value)}`, {
      code: 'invalid_value',
      pointer,
      allowed: A_MINUS,
    });
  requireKnownKeys(value, { pointer, known: ['event', 'where', 'of'] });
  return { ...parseNamed(value, pointer), of: parseName(value.of, { pointer, name: 'of' }) };
}

/** What is likely a mistake in which events are counted, and which are taken away. */
export function reviewTallied(
  {
    where = [],
    minus,
  }: { readonly where?: readonly Filter[] | undefined; readonly minus?: Minus | undefined },
  pointer: string,
): readonly string[] {
  return [
    ...reviewFilters(where, child(pointer, 'where')),
    ...reviewFilters(minus?.where ?? [], child(child(pointer, 'minus'), 'where')),
  ];
}
