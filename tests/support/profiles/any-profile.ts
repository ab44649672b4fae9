import fc from 'fast-check';
import type { ConsentStatus } from '../../../shared/messaging/consent.ts';
import { emptyColdPart, newProfile, type Profile } from '../../../shared/profiles/profile.ts';
import type { Tally } from '../../../shared/segments/windows/tally.ts';
import { type Window, windowFrom } from '../../../shared/segments/windows/window.ts';

const instant = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });
const minute = fc.integer({ min: 0, max: 40_000_000 });
const counter = fc.integer({ min: 0, max: 1e9 });
const name = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
// six bytes of a hash
const shortHash = fc
  .uint8Array({ minLength: 6, maxLength: 6 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));
const tally: fc.Arbitrary<Tally> = fc.record({ at: instant, count: fc.constant(1), sum: counter });
const window: fc.Arbitrary<Window> = fc.array(tally, { maxLength: 10 }).map((exact) => windowFrom({ exact }));
const map = <Value>(key: fc.Arbitrary<string>, value: fc.Arbitrary<Value>) =>
  fc.array(fc.tuple(key, value), { maxLength: 12 }).map((pairs) => new Map(pairs));
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const position = fc
  .record({ entries: counter, entryId: name, enteredAt: instant, state: fc.constantFrom(0, 1, 2) })
  .map(({ state, ...entered }) => ({
    ...entered,
    running: state === 1,
    ...(state === 2 ? { completed: true } : {}),
  }));
const consents = fc.array(
  fc.tuple(
    fc.constantFrom('email/*', 'email/offers', 'sms/news'),
    fc.constantFrom<ConsentStatus>('subscribed', 'unsubscribed'),
  ),
);
const cold = fc.record({ type: name, value: name, since: instant }).map((identifier) => ({
  ...emptyColdPart(),
  identifiers: [identifier],
  traits: { '/name': [identifier.value, identifier.since, 'abcdefgh'] as const },
}));

/** Every profile the hot part can hold, entries of its seen set oldest first as they are stored. */
export function anyProfile(id: string): fc.Arbitrary<Profile> {
  const head = fc.oneof(
    name,
    name.map((chunk) => `${id}|${chunk}`),
  );
  const parts = fc.record({
    version: counter,
    definitions: counter,
    evaluatedAt: instant,
    createdAt: instant,
    firstSeen: instant,
    lastSeen: instant,
    isIdentified: fc.boolean(),
    links: fc.uniqueArray(shortHash).map((links) => new Set(links)),
    seen: fc.record({ entries: map(shortHash, minute).map(byMinute), spilledUntil: minute }),
    windows: map(name, window),
    mentionedTraits: fc.dictionary(name, fc.jsonValue({ maxDepth: 2 })).map(asStored),
    mentionedConsents: consents.map((all) => Object.fromEntries(all)),
    lists: map(name, counter),
    memberships: map(name, fc.record({ since: optional(instant), entry: counter })),
    journeys: map(name, position),
    brands: map(name, fc.record({ firstSeen: instant, lastSeen: instant, events: counter })),
    groupCopies: map(
      shortHash.map((digest) => `group::${digest}`),
      fc.record({
        version: counter,
        traits: fc.dictionary(name, fc.jsonValue({ maxDepth: 2 })).map(asStored),
      }),
    ),
    locale: optional(fc.record({ value: name, at: instant })),
    effectNumber: counter,
    nextFlip: optional(instant),
    armedMinute: optional(minute),
    heads: fc.array(head, { maxLength: 3 }),
    cold: optional(cold),
    coldVersion: counter,
  });
  return parts.map((part) => ({ ...newProfile(id, 0, 0), ...part }));
}

function byMinute(entries: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...entries].sort(([, a], [, b]) => a - b));
}

/** What JSON makes of it: no negative zero, no missing prototype. */
function asStored(traits: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(traits));
}
