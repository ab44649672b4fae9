import type { Values } from '../segments/standing/parameters.ts';
import { calendarIn } from '../segments/values/calendar.ts';
import { durationOf } from '../segments/values/expected.ts';
import type { Journey } from './definition.ts';
import type { EntryRule, Reentry } from './rules/entry-rule.ts';
import { valuesFrom } from './rules/entry-segment.ts';
import { type JourneyEvent, matchesEventRule } from './rules/event-rule.ts';

/** Where a profile stands with one journey; instants are epoch ms. */
export type JourneyPosition = {
  /** how often it entered */
  readonly entries: number;
  /** of the latest entry */
  readonly entryId: string;
  readonly enteredAt: number;
  readonly running: boolean;
  /** the latest run came to the journey's end */
  readonly completed?: boolean;
};

export type EntryDecision =
  | { readonly enter: true }
  | { readonly enter: false; readonly reason: 'excluded' | 'outside' | 'reentry' | 'running' | 'stale' };

// what happened longer ago is no reason to speak to somebody now
export const staleAfterMs = 24 * 3_600_000;

// the calendar of `after` with months and years
const calendar = calendarIn('UTC');

/** Days and months in filters are the timezone's. */
export function matchesEntryEvent(journey: Journey, event: JourneyEvent, timezone = 'UTC'): boolean {
  return 'event' in journey.entry && matchesEventRule(journey.entry, event, timezone);
}

export function matchesExitEvent(journey: Journey, event: JourneyEvent, timezone = 'UTC'): boolean {
  return (journey.exit ?? []).some((rule) => matchesEventRule(rule, event, timezone));
}

/** Whether this change of a membership lets the profile in. */
export function matchesEntrySegment(
  { entry }: Journey,
  change: { readonly segment: string; readonly on: 'enter' | 'exit' },
): boolean {
  return 'segment' in entry && entry.segment === change.segment && entry.on === change.on;
}

/** What happened at `entryAt` (epoch ms), and whom it happened to. */
export type Entry = {
  readonly now: number;
  readonly entryAt: number;
  /** what the entering event says */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** whether the profile is in a segment at the entry, asked with values if it has parameters */
  isIn(segment: string, values?: Values): boolean;
};

/** Whether it starts a run now. */
export function decideEntry(
  position: JourneyPosition | undefined,
  { entry: rule }: Journey,
  entry: Entry,
): EntryDecision {
  const { now, entryAt, isIn } = entry;
  const { reentry, exclude = [] } = rule;
  if (entryAt < now - staleAfterMs) return { enter: false, reason: 'stale' };
  if (position?.running) return { enter: false, reason: 'running' };
  if (position && !isTimeAgain(position, reentry, now)) return { enter: false, reason: 'reentry' };
  if (isOutside(rule, entry)) return { enter: false, reason: 'outside' };
  return exclude.some((segment) => isIn(segment)) ? { enter: false, reason: 'excluded' } : { enter: true };
}

function isTimeAgain({ enteredAt }: JourneyPosition, reentry: Reentry, now: number): boolean {
  if (typeof reentry === 'string') return reentry === 'always';
  return calendar.add(enteredAt, durationOf(reentry.after)) <= now;
}

function isOutside(rule: EntryRule, { properties = {}, isIn }: Entry): boolean {
  const asked = 'event' in rule ? rule.in : undefined;
  if (asked === undefined) return false;
  const values = valuesFrom(asked, properties);
  return values === undefined || !isIn(asked.segment, asked.with && values);
}
