import { parseName } from '../../segments/conditions/parts/comparison.ts';
import {
  compileFilters,
  type Filter,
  parseFilters,
  reviewFilters,
} from '../../segments/conditions/parts/filter.ts';
import { child, isRecord, refuse, requireKnownKeys, shown } from '../../segments/refusal.ts';
import { requireParameters } from '../../segments/standing/parameters.ts';
import { calendarIn } from '../../segments/values/calendar.ts';

const MOST_RULES = 20;
const MOST_FILTERS = 20;
const A_RULE = 'an object with `event` and perhaps `where`';

/** Events of one name, or of any with `*`, whose properties pass every filter. */
export type EventRule = { readonly event: string; readonly where?: readonly Filter[] };

/** An event as journeys see it. */
export type JourneyEvent = { readonly name: string; readonly properties: Record<string, unknown> };

type Compiled = { readonly timezone: string; matches(properties: Record<string, unknown>): boolean };

// compiling a pattern costs as much as matching it many times
const compiledRules = new WeakMap<EventRule, Compiled>();

/** `more` are the keys that are somebody else's. */
export function parseEventRule(value: unknown, pointer: string, more: readonly string[] = []): EventRule {
  if (!isRecord(value))
    refuse(`an event rule must be ${A_RULE}, got ${shown(value)}`, {
      code: 'invalid_value',
      pointer,
      allowed: A_RULE,
    });
  requireKnownKeys(value, { pointer, known: ['event', 'where', ...more] });
  const event = parseName(value.event, { pointer, name: 'event' });
  if (value.where === undefined) return { event };
  const wherePointer = child(pointer, 'where');
  requireAtMost(value.where, { most: MOST_FILTERS, pointer: wherePointer, what: 'filters' });
  const where = parseFilters(value.where, wherePointer);
  // nobody gives values here: an open filter would stop whoever compiles it
  requireParameters(where, { pointer: wherePointer, known: [] });
  return { event, where };
}

export function parseEventRules(value: unknown, pointer: string): readonly EventRule[] {
  if (!Array.isArray(value) || value.length === 0) {
    const allowed = `a list of 1 to ${MOST_RULES}, each ${A_RULE}`;
    refuse(`\`exit\` must be ${allowed}, got ${shown(value)}`, { code: 'invalid_value', pointer, allowed });
  }
  requireAtMost(value, { most: MOST_RULES, pointer, what: 'events' });
  return value.map((rule: unknown, index) => parseEventRule(rule, child(pointer, index)));
}

export function reviewEventRule({ where }: EventRule, pointer: string): readonly string[] {
  return reviewFilters(where ?? [], child(pointer, 'where'));
}

export function matchesEventRule(rule: EventRule, event: JourneyEvent, timezone: string): boolean {
  if (rule.event !== '*' && rule.event !== event.name) return false;
  return compiledFor(rule, timezone).matches(event.properties);
}

function compiledFor(rule: EventRule, timezone: string): Compiled {
  const known = compiledRules.get(rule);
  if (known?.timezone === timezone) return known;
  const compiled = { timezone, matches: compileFilters(rule.where ?? [], calendarIn(timezone)) };
  compiledRules.set(rule, compiled);
  return compiled;
}

function requireAtMost(list: unknown, place: { most: number; pointer: string; what: string }): void {
  if (!Array.isArray(list) || list.length <= place.most) return;
  refuse(`at most ${place.most} ${place.what} stand here, got ${list.length}`, {
    code: `too_many_${place.what}`,
    pointer: place.pointer,
    allowed: place.most,
  });
}
