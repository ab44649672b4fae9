import type { Identifier } from '../../identity/identifier.ts';
import { sidesOf } from '../../identity/protection/apart.ts';
import type { Group } from '../../profiles/belonging/group.ts';
import type { ColdPart } from '../../profiles/profile.ts';
import type { TimelineEvent } from '../../profiles/profile-store.ts';
import { applyEvent } from '../apply-event.ts';
import type { Draft } from '../draft.ts';
import { draftOwning, type Fold, type FoldContext } from '../fold-state.ts';
import { placeEvent } from '../place-event.ts';
import type { LoadedNode, PreparedEvent } from '../world.ts';
import type { PriorState } from './prior-states.ts';

export type Replay = {
  /** everybody who came together since, the two to keep apart first */
  readonly priors: readonly PriorState[];
  /** what was applied since the first of the merges, in that order */
  readonly events: readonly PreparedEvent[];
  /** past events of those whose windows are older than the definitions */
  readonly history: ReadonlyMap<string, readonly TimelineEvent[]>;
  /** the groups of everybody, as they are */
  readonly groups: ReadonlyMap<string, Group>;
  keyOf(identifier: Identifier): string;
};

/**
 * Folds what came since a merge onto the profiles as they were before it, with the first two kept apart: merges that came
 * later happen again. Journeys take no part: what was entered was entered.
 */
export function replay({ priors, events, history, groups, keyOf }: Replay, context: FoldContext): Fold {
  const nodes = new Map<string, LoadedNode>();
  for (const { profile, cold } of priors)
    for (const identifier of cold.identifiers)
      nodes.set(keyOf(identifier), { status: 'pointer', to: profile.id });
  for (const { profile } of priors) nodes.set(profile.id, { status: 'root', profile });
  const cold = new Map(priors.map((prior) => [prior.profile.id, prior.cold]));
  // of the batch that merged, events may stand in a prior state already
  const held = priors.map((prior) => [prior.profile.id, heldBy(prior, events)] as const);
  const past = held.map(([id, own]) => [id, [...(history.get(id) ?? []), ...own]] as const);
  const world = { nodes, cold, pages: new Map(), history: new Map(past), groups };
  const fold: Fold = { world, context: { ...context, journeys: [] }, drafts: new Map(), moved: new Map() };
  for (const [id, own] of held) ownerOf(fold, id).events.push(...own);
  const known = new Set(held.flatMap(([, own]) => own));
  const [one, other] = priors.map(({ profile }) => profile.id);
  for (const prepared of events) {
    if (one !== undefined && other !== undefined) keepApart(fold, one, other);
    if (!known.has(prepared.event)) applyEvent(placeEvent(fold, prepared), prepared, fold.context);
  }
  if (one !== undefined && other !== undefined) keepApart(fold, one, other);
  return fold;
}

function heldBy({ profile }: PriorState, events: readonly PreparedEvent[]): TimelineEvent[] {
  return events.filter(({ seenId }) => profile.seen.entries.has(seenId)).map(({ event }) => event);
}

export function ownerOf(fold: Fold, id: string): Draft {
  const draft = draftOwning(fold, id);
  if (!draft) throw new Error(`profile ${id} left the fold that replays it`);
  return draft;
}

/** Every identifier of either, whenever it came, is on its side of the split. */
function keepApart(fold: Fold, one: string, other: string): void {
  const [own, reverse] = sidesOf(one, other);
  putOnSide(ownerOf(fold, one).cold, own);
  putOnSide(ownerOf(fold, other).cold, reverse);
}

function putOnSide(cold: ColdPart | undefined, side: string): void {
  for (const [index, identifier] of cold?.identifiers.entries() ?? []) {
    if (identifier.apart?.includes(side)) continue;
    cold?.identifiers.splice(index, 1, { ...identifier, apart: [...(identifier.apart ?? []), side] });
  }
}
