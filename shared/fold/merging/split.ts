import { sameIdentifier } from '../../identity/identifier.ts';
import { pruneObserved } from '../../profiles/observed.ts';
import type { ColdPart, MergeRecord, Profile } from '../../profiles/profile.ts';
import { copyMentioned } from '../apply-event.ts';
import type { Draft, ProfileWrite } from '../draft.ts';
import { copyGroups, type FoldContext } from '../fold-state.ts';
import { priorsOf } from './merge-path.ts';
import type { PriorState, PriorStates } from './prior-states.ts';
import { ownerOf, type Replay, replay } from './replay.ts';
import { type MergedProfile, splitWrites } from './split-writes.ts';
import { type Origin, positionsOf, takeOverMemberships } from './take-over.ts';

export type SplitInput = Omit<Replay, 'priors'> & {
  readonly merged: MergedProfile;
  /** the merge to undo and those after it */
  readonly path: readonly [PriorStates, ...PriorStates[]];
  /** merges stored in the same items that stay as they are */
  readonly otherMerges: readonly PriorStates[];
};

/** `writes` are those of both, and of whoever else does not come together again. */
export type Split = {
  readonly kept: ProfileWrite;
  readonly left: ProfileWrite;
  readonly writes: readonly ProfileWrite[];
};

/** Undoes a merge: both profiles as if they had been kept apart, with what came since where its identifiers belong. */
export function decideSplit(input: SplitInput, context: FoldContext): Split {
  const priors = priorsOf(input.path);
  const origins = priors.map(originOf);
  const fold = replay({ ...input, priors }, context);
  const [{ survivor, absorbed }] = input.path;
  const [kept, left] = [ownerOf(fold, survivor.id), ownerOf(fold, absorbed.id)];
  recordSplit(input, { kept, left }, context.now);
  const merged = input.merged.profile;
  for (const draft of fold.drafts.values()) {
    const isOwn = ({ id }: { id: string }) => ownerOf(fold, id) === draft;
    const [own, others] = [origins.filter(isOwn), origins.filter((one) => !isOwn(one))];
    copyGroups(draft, fold);
    settle(draft, { merged, isSurvivor: draft === kept, own, others }, context);
  }
  keepSides(fold.drafts.values(), input.merged.cold);
  for (const merge of input.otherMerges) ownerOf(fold, merge.survivor.id).merges.unshift(merge);
  const writes = splitWrites([kept, ...[...fold.drafts.values()].filter((draft) => draft !== kept)], {
    ...input,
    now: context.now,
  });
  return { kept: writeOf(kept, writes), left: writeOf(left, writes), writes };
}

// the replay changes its profiles in place
const originOf = ({ profile: { id, journeys } }: PriorState): Origin['own'][number] => ({
  id,
  journeys: new Map(journeys),
});

/** One line in the log of each; what earlier splits left in the merged one's stays with the survivor. */
function recordSplit(
  { merged }: SplitInput,
  { kept, left }: Record<'kept' | 'left', Draft>,
  at: number,
): void {
  const { mergeLog } = merged.cold;
  const known = new Set([kept, left].flatMap(({ cold }) => cold?.mergeLog.map(textOf) ?? []));
  const ofSplits = mergeLog.filter(({ rule }) => rule === 'split' || rule === 'apart');
  kept.cold?.mergeLog.push(...ofSplits.filter((record) => !known.has(textOf(record))));
  const undone = mergeLog.findLast(({ rule, what }) => rule === 'merged' && what.includes(left.profile.id));
  const { messageId = '', by = [] } = undone ?? {};
  kept.cold?.mergeLog.push({ at, messageId, rule: 'split', what: [left.profile.id], by });
  left.cold?.mergeLog.push({ at, messageId, rule: 'split', what: [kept.profile.id], by });
}

/** The prior states know nothing of splits since. */
function keepSides(drafts: Iterable<Draft>, { identifiers }: ColdPart): void {
  for (const { cold } of drafts)
    for (const [index, identifier] of cold?.identifiers.entries() ?? []) {
      const present = identifiers.find((one) => sameIdentifier(one, identifier))?.apart ?? [];
      const apart = [...new Set([...(identifier.apart ?? []), ...present])];
      if (apart.length > 0) cold?.identifiers.splice(index, 1, { ...identifier, apart });
    }
}

const textOf = ({ at, messageId, rule, what }: MergeRecord): string =>
  JSON.stringify([at, messageId, rule, what]);

/** What a replay cannot tell goes on from the merged profile: what it has seen, effects, memberships and journeys. */
function settle(draft: Draft, origin: Origin, context: FoldContext): void {
  const { profile } = draft;
  const { merged } = origin;
  profile.seen = { ...merged.seen, entries: new Map(merged.seen.entries) };
  profile.effects = [];
  profile.effectNumber = Math.max(profile.effectNumber, merged.effectNumber);
  profile.evaluatedAt = Math.max(profile.evaluatedAt, merged.evaluatedAt);
  profile.armedMinute = profile.id === merged.id ? merged.armedMinute : undefined;
  copyMentioned(draft, context.compiled);
  profile.journeys = positionsOf(origin);
  pruneObserved(profile, context.compiled, context.now);
  takeOverMemberships(profile, origin, context);
}

function writeOf(
  { profile: { id } }: { readonly profile: Pick<Profile, 'id'> },
  writes: readonly ProfileWrite[],
) {
  const write = writes.find(({ profile }) => profile.id === id);
  if (!write) throw new Error(`the split of ${id} has no write`);
  return write;
}
