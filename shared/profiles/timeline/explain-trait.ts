import { fieldOf } from '../../identity/kinds/read-context.ts';
import type { TimelineEvent } from '../profile-store.ts';
import { compareStamps, isPlainObject, leaves, pathOf, plainTraits, type StampedTraits } from '../traits.ts';
import { type EventReference, referenceTo, type Some, someOf } from './event-reference.ts';

/** One value that was set, `null` taking it away; without its event when the timeline does not hold that any more. */
export type TraitSetting = {
  readonly pointer: string;
  readonly value: unknown;
  readonly at: string;
  readonly event: EventReference | undefined;
};

export type TraitExplanation = {
  /** what the trait is now; absent when it is not there */
  readonly value: unknown;
  /** what makes it so: one setting, or one for each part of an object */
  readonly winning: readonly TraitSetting[];
  /** what came to nothing since something newer is known, newest first */
  readonly beaten: Some<TraitSetting>;
};

type Known = {
  readonly traits: StampedTraits;
  readonly events: readonly TimelineEvent[];
  /** the short form of a message in the stamps of traits */
  messageOf(event: TimelineEvent): string;
};

type Setting = {
  readonly pointer: string;
  readonly stamped: StampedTraits[string];
  readonly event?: TimelineEvent;
};

/** Which events made the trait at a JSON pointer what it is, and which lost against them. */
export function explainTrait(asked: string, { traits, events, messageOf }: Known): TraitExplanation {
  const kept = Object.entries(traits)
    .map(([pointer, stamped]): Setting => ({ pointer, stamped }))
    .filter((setting) => isAbout(asked, setting));
  const told = events.flatMap((event) => settingsIn(event, messageOf));
  const about = told.filter((setting) => isAbout(asked, setting));
  const all = new Map([...kept, ...about].map((setting) => [nameOf(setting), setting]));
  const winners = kept.filter((one) => !kept.some((other) => isOverridden(one, other))).map(nameOf);
  const isWinner = (setting: Setting) => winners.includes(nameOf(setting));
  const newestFirst = [...all.values()].sort((a, b) => compareStamps(b.stamped, a.stamped));
  return {
    value: pathOf(asked).reduce(fieldOf, plainTraits(traits)),
    winning: newestFirst.filter(isWinner).map(shown),
    beaten: someOf(newestFirst.filter((setting) => !isWinner(setting)).map(shown)),
  };
}

/** Whether an event may have set the trait or a part of it. */
export function mayExplainTrait(asked: string, event: TimelineEvent): boolean {
  return settingsIn(event, () => '').some((setting) => isAbout(asked, setting));
}

function settingsIn(event: TimelineEvent, messageOf: Known['messageOf']): Setting[] {
  if (event.type !== 'identify' || event.source.kind === 'platform') return [];
  const at = Date.parse(event.timestamp);
  const message = messageOf(event);
  return [...leaves(event.traits ?? {})].map(([pointer, value]) => ({
    pointer,
    stamped: [value, at, message],
    event,
  }));
}

/** Whether it is of the trait itself, of a part of it, or of something around it that leaves no room for it. */
function isAbout(
  asked: string,
  { pointer, stamped: [value] }: Pick<Setting, 'pointer' | 'stamped'>,
): boolean {
  return pointer === asked || isWithin(pointer, asked) || (isWithin(asked, pointer) && !isPlainObject(value));
}

/** Whether `other` came later and leaves no room for `one`: a plain value around it, or a part of what was one. */
function isOverridden(one: Setting, other: Setting): boolean {
  if (compareStamps(other.stamped, one.stamped) <= 0) return false;
  const [outer, inner] = isWithin(one.pointer, other.pointer) ? [other, one] : [one, other];
  return isWithin(inner.pointer, outer.pointer) && !isPlainObject(outer.stamped[0]);
}

const isWithin = (pointer: string, outer: string): boolean => pointer.startsWith(`${outer}/`);

const nameOf = ({ pointer, stamped: [, at, message] }: Setting): string => `${at} ${message} ${pointer}`;

const shown = ({ pointer, stamped: [value, at], event }: Setting): TraitSetting => ({
  pointer,
  value,
  at: new Date(at).toISOString(),
  event: event && referenceTo(event),
});
