import type { KeyedIdentifier } from '../identity/identifier.ts';
import { linkOf } from '../identity/node-key.ts';
import { decideIdentity, type IdentityDecision, type Owner } from '../identity/protection/protect.ts';
import { continueAfter, type Tombstone } from '../profiles/jobs/tombstone.ts';
import { emptyColdPart, newProfile } from '../profiles/profile.ts';
import { copyMentioned } from './apply-event.ts';
import { type Draft, openDraft } from './draft.ts';
import { draftOwning, type Fold } from './fold-state.ts';
import { compareSurvivors, mergeDrafts } from './merging/merge.ts';
import { type PreparedEvent, rootKeyOf } from './world.ts';

// merges have a cap of their own; somebody may try new ids for ever
const MOST_REFUSED = 100;

type Decision = IdentityDecision<KeyedIdentifier>;

/** Finds the profile an event belongs to under merge protection, creating, attaching or merging on the way. */
export function placeEvent(fold: Fold, prepared: PreparedEvent): Draft {
  const known = wholeOwner(fold, prepared);
  if (known) return known;
  const decision = decideIdentity(prepared.identifiers, {
    rules: fold.context.rules,
    at: prepared.at,
    ownerOf: (identifier) => ownerOf(draftOwning(fold, identifier.key)),
  });
  const draft = settle(fold, prepared, decision);
  recordRefused(draft, prepared, decision.refused);
  return draft;
}

/** The common case, decided without the cold part: one profile already owns every identifier. */
function wholeOwner(fold: Fold, { identifiers }: PreparedEvent): Draft | undefined {
  const [first, ...others] = identifiers;
  const owner = first && draftOwning(fold, first.key);
  if (!owner) return undefined;
  const { links } = owner.profile;
  const isWhole = others.every(({ key }) => links.has(linkOf(key)) || draftOwning(fold, key) === owner);
  return isWhole ? owner : undefined;
}

function ownerOf(draft: Draft | undefined): Owner | undefined {
  if (!draft) return undefined;
  if (!draft.cold) throw new Error('merge protection needs the cold part of every owner');
  return { id: draft.profile.id, identifiers: draft.cold.identifiers, merges: draft.cold.merges };
}

function settle(fold: Fold, prepared: PreparedEvent, decision: Decision): Draft {
  switch (decision.status) {
    case 'create':
      return create(fold, prepared, decision.identifiers);
    case 'resolve':
      return owned(fold, decision.owner);
    case 'attach':
      return attach(fold, owned(fold, decision.owner), added(prepared, decision.identifiers));
    case 'merge': {
      const owners = decision.owners.map((id) => owned(fold, id));
      const survivor = mergeAll(fold, owners, { ...prepared, by: joinedBy(prepared, decision) });
      return attach(fold, survivor, added(prepared, decision.identifiers));
    }
  }
}

function owned(fold: Fold, id: string): Draft {
  const draft = draftOwning(fold, id);
  if (!draft) throw new Error(`profile ${id} left the fold that decided on it`);
  return draft;
}

function create(fold: Fold, prepared: PreparedEvent, identifiers: readonly KeyedIdentifier[]): Draft {
  const [first] = identifiers;
  if (!first) throw new Error('a profile needs an identifier');
  const id = rootKeyOf(fold.world.nodes, first.key) ?? first.key;
  const profile = newProfile(id, prepared.at, fold.context.number);
  const tombstone = tombstoneAt(fold, id);
  if (tombstone) {
    continueAfter(profile, tombstone);
    profile.version = tombstone.version;
  }
  const draft = openDraft(profile, emptyColdPart(), []);
  fold.drafts.set(id, draft);
  return attach(fold, draft, added(prepared, identifiers));
}

type Added = KeyedIdentifier & { readonly since: number };

function added({ at }: PreparedEvent, identifiers: readonly KeyedIdentifier[]): Added[] {
  return identifiers.map((identifier) => ({ ...identifier, since: at }));
}

function attach(fold: Fold, draft: Draft, identifiers: readonly Added[]): Draft {
  if (!draft.cold) throw new Error('attaching an identifier needs the cold part');
  for (const { key, ...identifier } of identifiers) {
    draft.cold.identifiers.push(identifier);
    draft.profile.links.add(linkOf(key));
    draft.profile.isIdentified ||= identifier.type === 'user_id';
    pointAt(fold, draft, key);
    draft.isColdChanged = true;
    draft.isChanged = true;
  }
  return draft;
}

/** Makes the node of an identifier a pointer to the profile; what erased it goes on with the profile. */
function pointAt(fold: Fold, draft: Draft, key: string): void {
  const node = rootKeyOf(fold.world.nodes, key) ?? key;
  const { id } = draft.profile;
  if (node === id || fold.moved.has(node)) return;
  const tombstone = tombstoneAt(fold, node);
  if (tombstone) {
    const { version, erasedAt } = tombstone;
    continueAfter(draft.profile, tombstone);
    draft.absorbed.push({ id: node, version, coldVersion: 0, erasedAt, groups: [] });
  } else draft.pointers.push(node);
  fold.moved.set(node, id);
}

function tombstoneAt({ world }: Fold, key: string): Tombstone | undefined {
  const node = world.nodes.get(key);
  return node?.status === 'erased' ? node.tombstone : undefined;
}

/** The types of the identifiers that say the owners are one person. */
function joinedBy({ identifiers }: PreparedEvent, { refused }: Decision): string[] {
  const without = new Set(refused.map(({ identifier }) => identifier));
  const kept = identifiers.filter((identifier) => !without.has(identifier));
  return [...new Set(kept.map(({ type }) => type))];
}

type Joining = PreparedEvent & { readonly by: readonly string[] };

function mergeAll(fold: Fold, owners: readonly Draft[], { event, at, by }: Joining): Draft {
  const [survivor, ...others] = [...owners].sort((a, b) => compareSurvivors(a.profile, b.profile));
  if (!survivor) throw new Error('a merge needs profiles');
  for (const absorbed of others) {
    const pages = fold.world.pages.get(absorbed.profile.id) ?? [];
    mergeDrafts(survivor, absorbed, { at, messageId: event.messageId, by, pages });
    fold.drafts.delete(absorbed.profile.id);
    fold.moved.set(absorbed.profile.id, survivor.profile.id);
  }
  copyMentioned(survivor, fold.context.compiled);
  return survivor;
}

/** What a limit or a cap kept out, each once, so that a repeated event does not grow the log. */
function recordRefused(draft: Draft, prepared: PreparedEvent, refused: Decision['refused']): void {
  if (!draft.cold) return;
  const noted = draft.cold.mergeLog.filter(({ rule }) => rule !== 'merged' && rule !== 'split');
  const known = new Set(noted.flatMap(({ what }) => what));
  const { at } = prepared;
  const fresh = refused
    .map(({ rule, identifier: { type, value }, by }) => ({ rule, what: [`${type}:${value}`], by }))
    .filter(({ what: [name = ''] }) => !known.has(name))
    .slice(0, Math.max(0, MOST_REFUSED - noted.length));
  if (fresh.length === 0) return;
  draft.cold.mergeLog.push(
    ...fresh.map((record) => ({ at, messageId: prepared.event.messageId, ...record })),
  );
  draft.isColdChanged = true;
}
