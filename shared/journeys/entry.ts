import { calendarIn } from '../segments/values/calendar.ts';
import { durationOf } from '../segments/values/expected.ts';
import type { Journey } from './definition.ts';
import type { Reentry } from './rules/entry-rule.ts';
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
  | { readonly enter: false; readonly reason: 'excluded' | 'reentry' | 'running' | 'stale' };

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

type Asked = {
  readonly now: number;
  readonly entryAt: number;
  /** whether the profile is in a segment at the entry */
  isIn(segment: string): boolean;
};

/** Whether what happened at `entryAt` (epoch ms) starts a run now. */
export function decideEntry(
  position: JourneyPosition | undefined,
  { entry: { reentry, exclude = [] } }: Journey,
  { now, entryAt, isIn }: Asked,
): EntryDecision {
  if (entryAt < now - staleAfterMs) return { enter: false, reason: 'stale' };
  if (position?.running) return { enter: false, reason: 'running' };
  if (position && !isTimeAgain(position, reentry, now)) return { enter: false, reason: 'reentry' };
  return exclude.some(isIn) ? { enter: false, reason: 'excluded' } : { enter: true };
}

function isTimeAgain({ enteredAt }: JourneyPosition, reentry: Reentry, now: number): boolean {
  if (typeof reentry === 'string') return reentry === 'always';
  return calendar.add(enteredAt, durationOf(reentry.after)) <= now;
}
