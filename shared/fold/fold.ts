import { isTrusted, type StreamEvent } from '../../events/stream-event.ts';
import { dropExpired } from '../profiles/codec/seen.ts';
import { isAnyoneErased, withoutForgotten } from '../profiles/jobs/forgotten.ts';
import { pruneObserved } from '../profiles/observed.ts';
import { applyEvent } from './apply-event.ts';
import { type Draft, type ProfileWrite, recogniseEvent, writeOf } from './draft.ts';
import { evaluateDraft } from './evaluate.ts';
import { copyGroups, draftOwning, type Fold, type FoldContext } from './fold-state.ts';
import { placeEvent } from './place-event.ts';
import type { PreparedEvent, World } from './world.ts';

// an item holds 400 KB: beyond this the events wait in FailedEvents instead of blocking the shard
const PROFILE_LIMIT_BYTES = 350_000;

/** An event the fold refuses for good; it goes to FailedEvents. */
export type RefusedEvent = { readonly event: StreamEvent; readonly code: string; readonly reason: string };

export type FoldResult = {
  readonly writes: readonly ProfileWrite[];
  readonly refused: readonly RefusedEvent[];
  /** were about somebody who has been erased since */
  readonly forgotten: readonly StreamEvent[];
};

/**
 * Folds events that touch the same profiles, in order, into one write per profile that remains: duplicates are skipped,
 * identities resolved and merged, segments evaluated once on the final state.
 */
export function foldEvents(world: World, events: readonly PreparedEvent[], context: FoldContext): FoldResult {
  const fold: Fold = { world, context, drafts: new Map(), moved: new Map() };
  const refused: RefusedEvent[] = [];
  const hasErased = isAnyoneErased(world, events);
  const forgotten: StreamEvent[] = [];
  for (const event of events) {
    const prepared = hasErased ? withoutForgotten(fold, event) : event;
    const refusal = prepared && foldEvent(fold, prepared);
    if (!prepared) forgotten.push(event.event);
    if (refusal) refused.push({ event: event.event, ...refusal });
  }
  return { writes: finish(fold), refused, forgotten };
}

type Refusal = { readonly code: string; readonly reason: string };

const MESSAGE_CONFLICT: Refusal = {
  code: 'messageid_conflict',
  reason: 'another event of this source has the same messageId and says something else',
};

function foldEvent(fold: Fold, prepared: PreparedEvent): Refusal | undefined {
  const owners = ownersOf(fold, prepared);
  const known = owners.map((owner) => recogniseEvent(owner, prepared.seenId));
  if (known.includes('repeated')) return undefined;
  const refusal = known.includes('conflicting') ? MESSAGE_CONFLICT : refusalOf(fold, prepared, owners);
  if (!refusal) applyEvent(placeEvent(fold, prepared), prepared, fold.context);
  return refusal;
}

function refusalOf(fold: Fold, prepared: PreparedEvent, owners: readonly Draft[]): Refusal | undefined {
  const { event } = prepared;
  if (event.profileId !== undefined && owners.length === 0)
    return { code: 'unknown_profile', reason: 'the profile a platform event is about does not exist' };
  if (setsProtectedTraits(fold, prepared, owners))
    return {
      code: 'forbidden_operation',
      reason:
        'a browser source may not set protected traits of an identified profile or a group unless context.signature proves the userId',
    };
  if (wouldOverflow(event, owners))
    return { code: 'profile_full', reason: `the profile would outgrow ${PROFILE_LIMIT_BYTES} bytes` };
  return undefined;
}

function setsProtectedTraits({ context }: Fold, { event }: PreparedEvent, owners: readonly Draft[]): boolean {
  const isOfSomeone = event.type === 'group' || owners.some((owner) => owner.profile.isIdentified);
  if (isTrusted(event) || !isOfSomeone) return false;
  return context.protectedTraits.some((key) => Object.hasOwn(event.traits ?? {}, key));
}

/** Only traits and merges make the cold part grow; what a full profile does is still applied. */
function wouldOverflow({ type, traits }: StreamEvent, owners: readonly Draft[]): boolean {
  const grows = (type === 'identify' && traits !== undefined) || owners.length > 1;
  if (!grows) return false;
  const parts = [...owners.map(({ cold }) => cold), traits].filter((part) => part !== undefined);
  const bytes = parts.reduce((sum, part) => sum + Buffer.byteLength(JSON.stringify(part)), 0);
  return bytes > PROFILE_LIMIT_BYTES;
}

function ownersOf(fold: Fold, prepared: PreparedEvent): Draft[] {
  const owners = new Set<Draft>();
  for (const { key } of prepared.identifiers) {
    const owner = draftOwning(fold, key);
    if (owner) owners.add(owner);
  }
  return [...owners];
}

function finish({ drafts, world, context }: Fold): ProfileWrite[] {
  const writes: ProfileWrite[] = [];
  for (const draft of drafts.values()) {
    // a repeated event, too, may find its group changed: its first time may have died before it looked again
    copyGroups(draft, { world, context });
    if (!draft.isChanged) continue;
    pruneObserved(draft.profile, context.compiled, context.now);
    dropExpired(draft.profile.seen, Math.floor(context.now / 60_000));
    evaluateDraft(draft, context);
    writes.push(writeOf(draft, context.now));
  }
  return writes;
}
