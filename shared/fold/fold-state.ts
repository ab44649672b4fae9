import type { IdentityRules } from '../identity/protection/rules.ts';
import type { LiveJourney } from '../journeys/live-journey.ts';
import { refreshCopies } from '../profiles/belonging/group-copies.ts';
import { factsOf } from '../profiles/profile.ts';
import type { CompiledSegments } from '../segments/compile.ts';
import { type Draft, openDraft } from './draft.ts';
import { upgradeDraft } from './upgrade.ts';
import { rootKeyOf, type World } from './world.ts';

export type FoldContext = {
  /** evaluation instant, epoch ms */
  readonly now: number;
  /** the definitions version in force */
  readonly number: number;
  readonly compiled: CompiledSegments;
  readonly journeys: readonly LiveJourney[];
  readonly rules: IdentityRules;
  /** traits a browser may not set on an identified profile */
  readonly protectedTraits: readonly string[];
};

/** The working state of one fold: drafts by root key, and where this fold moved or made nodes. */
export type Fold = {
  readonly world: World;
  readonly context: FoldContext;
  readonly drafts: Map<string, Draft>;
  readonly moved: Map<string, string>;
};

/** The draft that owns an identity node in this fold; opened (and brought to the present definitions) on first touch. */
export function draftOwning(fold: Fold, key: string): Draft | undefined {
  let rootKey = rootKeyOf(fold.world.nodes, key) ?? key;
  for (let next = fold.moved.get(rootKey); next !== undefined; next = fold.moved.get(rootKey)) rootKey = next;
  const open = fold.drafts.get(rootKey);
  if (open) return open;
  const node = fold.world.nodes.get(rootKey);
  if (node?.status !== 'root') return undefined;
  const cold = node.profile.cold ?? fold.world.cold.get(rootKey);
  const draft = openDraft(node.profile, cold, fold.world.pages.get(rootKey) ?? []);
  fold.drafts.set(rootKey, draft);
  if (draft.profile.definitions < fold.context.number) {
    copyGroups(draft, fold);
    upgradeDraft(draft, fold.world.history.get(rootKey) ?? [], fold.context);
  }
  draft.answered = factsOf(draft.profile);
  return draft;
}

/** Copies what the profile's groups say, as far as they were read. */
export function copyGroups(draft: Draft, { world, context }: Pick<Fold, 'world' | 'context'>): void {
  const { profile, cold } = draft;
  if (!cold) return;
  const { groups } = world;
  const mentioned = context.compiled.groupTraits;
  const copies = refreshCopies(profile.groupCopies, { joined: cold.groups, groups, mentioned });
  if (JSON.stringify([...copies]) === JSON.stringify([...profile.groupCopies])) return;
  profile.groupCopies = copies;
  draft.isChanged = true;
}
