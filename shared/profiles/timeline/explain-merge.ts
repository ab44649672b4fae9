import type { Identifier } from '../../identity/identifier.ts';
import type { MergeRecord } from '../profile.ts';
import type { TimelineEvent } from '../profile-store.ts';
import { type EventReference, referenceTo } from './event-reference.ts';

export type MergeExplanation = Omit<MergeRecord, 'at' | 'what'> & {
  readonly at: string;
  /** everything the event joined by this rule, or kept out by it */
  readonly what: readonly string[];
  /** absent when the timeline does not hold it any more */
  readonly event: EventReference | undefined;
  /** who the event said it was of */
  readonly identifiers: readonly Identifier[];
};

/** The entries of a merge log about a profile that was folded in, or about an identifier (`type:value`) that was kept out. */
export function recordsAbout(asked: string, log: readonly MergeRecord[]): readonly MergeRecord[] {
  return log.filter(({ what }) => what.includes(asked));
}

export function explainMerge(
  record: MergeRecord,
  {
    log,
    events,
    identifiersOf,
  }: {
    readonly log: readonly MergeRecord[];
    readonly events: readonly TimelineEvent[];
    identifiersOf(event: TimelineEvent): readonly Identifier[];
  },
): MergeExplanation {
  const event = events.find((one) => isDecidedBy(record, one));
  const together = log.filter(
    ({ at, messageId, rule }) => at === record.at && messageId === record.messageId && rule === record.rule,
  );
  return {
    ...record,
    at: new Date(record.at).toISOString(),
    what: together.flatMap(({ what }) => what),
    event: event && referenceTo(event),
    identifiers: event ? identifiersOf(event) : [],
  };
}

/** Whether it is the event that decided it; a merge log has its messageId and timestamp. */
export function isDecidedBy({ at, messageId }: MergeRecord, event: TimelineEvent): boolean {
  return event.messageId === messageId && Date.parse(event.timestamp) === at;
}
