import { compileFilters, type Filter } from '../conditions/parts/filter.ts';
import { isRecord } from '../refusal.ts';
import type { Calendar } from '../values/calendar.ts';
import { pathReader } from '../values/property-path.ts';
import type { ObservedEvent } from './observe.ts';
import { type Period, stretchOf } from './period.ts';

/** Which events of a name count. */
export type Selection = Period & {
  readonly where?: readonly Filter[] | undefined;
  /** the property that lists the lines of an order: `where` and what is measured are about each of them */
  readonly each?: string | undefined;
  /** only events in this currency */
  readonly currency?: string | undefined;
};

/** What counts of an event: itself, or every line that passes, as an event of its own; nothing when it does not count. */
export type Selector = (event: ObservedEvent) => readonly ObservedEvent[];

const NOTHING: readonly ObservedEvent[] = [];

export function compileSelector(selection: Selection, calendar: Calendar): Selector {
  const { where = [], each, currency } = selection;
  const { from, until } = stretchOf(selection, calendar);
  const matches = compileFilters(where, calendar);
  const linesOf: Selector = each === undefined ? (event) => [event] : lineReader(each);
  return (event) => {
    if (event.at < from || event.at >= until || !isIn(currency, event)) return NOTHING;
    return linesOf(event).filter(({ properties }) => matches(properties));
  };
}

function lineReader(path: string): Selector {
  const read = pathReader(path);
  return (event) => {
    const lines = read(event.properties);
    return Array.isArray(lines)
      ? lines.filter(isRecord).map((properties) => ({ ...event, properties }))
      : NOTHING;
  };
}

function isIn(asked: string | undefined, { properties: { currency } }: ObservedEvent): boolean {
  return asked === undefined || (typeof currency === 'string' && currency.toUpperCase() === asked);
}
