import type { FlatItem } from '../codec/flat-item.ts';
import { applyTraits, plainTraits, type Stamp, type StampedTraits } from '../traits.ts';

/** A group's own item. Version 0: nothing is stored of it yet. */
export type Group = { readonly version: number; readonly traits: StampedTraits };

/** What one event says of a group. */
export type GroupTraits = { readonly traits: Record<string, unknown>; readonly stamp: Stamp };

/** A group as it will be stored over the version before. `changed` names the top-level traits that have another value now. */
export type GroupChange = { readonly group: Group; readonly changed: readonly string[] };

export type GroupWrite = GroupChange & {
  readonly key: string;
  readonly id: string;
  /** epoch ms */
  readonly at: number;
};

// an item holds 400 KB; one event more is at most what lies between
const GROUP_LIMIT_BYTES = 350_000;

/** The group after these events, or undefined when it knows all they say. Their order does not matter, nor do repeats. */
export function applyToGroup(group: Group, events: readonly GroupTraits[]): GroupChange | undefined {
  const traits = { ...group.traits };
  const isNews = events.map((event) => !isFull(traits) && applyTraits(traits, event.traits, event.stamp));
  if (!isNews.includes(true)) return undefined;
  const [before, after] = [plainTraits(group.traits), plainTraits(traits)];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return { group: { version: group.version + 1, traits }, changed };
}

function isFull(traits: StampedTraits): boolean {
  return Buffer.byteLength(JSON.stringify(traits)) > GROUP_LIMIT_BYTES;
}

/** The group as attributes, with what this write changed for whoever tells its members. */
export function encodeGroup({ group, id, changed, at }: GroupWrite): FlatItem {
  const item = { version: group.version, id, body: JSON.stringify(group.traits) };
  return changed.length > 0 ? { ...item, effects: JSON.stringify({ at, changed }) } : item;
}

export function decodeGroup(item: FlatItem | undefined): Group {
  if (!item) return { version: 0, traits: {} };
  return { version: Number(item.version), traits: JSON.parse(String(item.body)) };
}
