import { packLinks, unpackLinks } from '../identity/node-key.ts';
import type { JourneyPosition } from '../journeys/entry.ts';
import { decodeWindows, encodeWindows } from '../segments/window-codec.ts';
import type { FlatItem } from './flat-item.ts';
import type { Membership, Profile } from './profile.ts';
import { decodeSeen, encodeSeen } from './seen.ts';

/** The hot part, ready for any table store. What is empty is left out: attributes are paid by the byte. */
export function encodeHot(profile: Profile): FlatItem {
  const item: Record<string, number | string | Uint8Array | undefined> = {
    version: profile.version,
    definitions: profile.definitions,
    evaluatedAt: profile.evaluatedAt,
    createdAt: profile.createdAt,
    firstSeen: profile.firstSeen,
    lastSeen: profile.lastSeen,
    identified: profile.isIdentified ? 1 : undefined,
    links: packLinks(profile.links) || undefined,
    seen: profile.seen.entries.size > 0 ? encodeSeen(profile.seen.entries) : undefined,
    spilledUntil: profile.seen.spilledUntil || undefined,
    windows: profile.windows.size > 0 ? encodeWindows(profile.windows) : undefined,
    traits: jsonUnlessEmpty(profile.mentionedTraits),
    memberships: jsonUnlessEmpty(packMemberships(profile.memberships)),
    journeys: jsonUnlessEmpty(packJourneys(profile.journeys)),
    locale: profile.locale && JSON.stringify(profile.locale),
    effectNumber: profile.effectNumber || undefined,
    effects: profile.effects.length > 0 ? JSON.stringify(profile.effects) : undefined,
    nextFlip: profile.nextFlip,
    armedMinute: profile.armedMinute,
    heads: profile.heads.length > 0 ? profile.heads.join(' ') : undefined,
    coldVersion: profile.coldVersion || undefined,
  };
  return Object.fromEntries(Object.entries(item).filter(isPresent));
}

/** Reads what encodeHot wrote. The effects of the last write are left out: they belong to that write's stream record. */
export function decodeHot(id: string, item: FlatItem): Profile {
  const number = (name: string): number => Number(item[name] ?? 0);
  const text = (name: string): string => String(item[name] ?? '');
  const bytes = (name: string) => (item[name] instanceof Uint8Array ? item[name] : undefined);
  const seen = bytes('seen');
  const windows = bytes('windows');
  return {
    id,
    version: number('version'),
    definitions: number('definitions'),
    evaluatedAt: number('evaluatedAt'),
    createdAt: number('createdAt'),
    firstSeen: number('firstSeen'),
    lastSeen: number('lastSeen'),
    isIdentified: number('identified') === 1,
    links: unpackLinks(text('links')),
    seen: { entries: seen ? decodeSeen(seen) : new Map(), spilledUntil: number('spilledUntil') },
    windows: windows ? decodeWindows(windows) : new Map(),
    mentionedTraits: JSON.parse(text('traits') || '{}'),
    memberships: unpackMemberships(JSON.parse(text('memberships') || '{}')),
    journeys: unpackJourneys(JSON.parse(text('journeys') || '{}')),
    locale: item.locale === undefined ? undefined : JSON.parse(text('locale')),
    effectNumber: number('effectNumber'),
    effects: [],
    nextFlip: item.nextFlip === undefined ? undefined : number('nextFlip'),
    armedMinute: item.armedMinute === undefined ? undefined : number('armedMinute'),
    heads: text('heads').split(' ').filter(Boolean),
    coldVersion: number('coldVersion'),
  };
}

type PackedMemberships = Record<string, readonly [since: number, entry: number]>;

function packMemberships(memberships: ReadonlyMap<string, Membership>): PackedMemberships {
  const packed = [...memberships].map(([segment, { since, entry }]) => [segment, [since ?? 0, entry]]);
  return Object.fromEntries(packed);
}

function unpackMemberships(packed: PackedMemberships): Map<string, Membership> {
  return new Map(
    Object.entries(packed).map(([segment, [since, entry]]) => [
      segment,
      { since: since || undefined, entry },
    ]),
  );
}

type PackedJourneys = Record<string, readonly [entries: number, entryId: string, at: number, running: 0 | 1]>;

function packJourneys(journeys: ReadonlyMap<string, JourneyPosition>): PackedJourneys {
  const packed = [...journeys].map(([id, { entries, entryId, enteredAt, running }]) => [
    id,
    [entries, entryId, enteredAt, running ? 1 : 0],
  ]);
  return Object.fromEntries(packed);
}

function unpackJourneys(packed: PackedJourneys): Map<string, JourneyPosition> {
  return new Map(
    Object.entries(packed).map(([id, [entries, entryId, enteredAt, running]]) => [
      id,
      { entries, entryId, enteredAt, running: running === 1 },
    ]),
  );
}

function jsonUnlessEmpty(value: object): string | undefined {
  return Object.keys(value).length > 0 ? JSON.stringify(value) : undefined;
}

function isPresent<Value>(entry: [string, Value | undefined]): entry is [string, Value] {
  return entry[1] !== undefined;
}
