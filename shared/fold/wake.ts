import { dueMinute } from '../profiles/memberships/timer.ts';
import type { Profile } from '../profiles/profile.ts';
import { type ProfileWrite, writeOf } from './draft.ts';
import { evaluateDraft } from './evaluate.ts';
import { draftOwning, type FoldContext } from './fold-state.ts';
import type { World } from './world.ts';

/** What a woken profile needs: a write when time changed its memberships, only a later timer when its flip moved, or nothing. */
export type WakeDecision =
  | { readonly status: 'write'; readonly write: ProfileWrite }
  | { readonly status: 'rearm'; readonly minute: number }
  | { readonly status: 'nothing' };

export function decideWake(world: World, id: string, context: FoldContext): WakeDecision {
  const node = world.nodes.get(id);
  // absorbed since: the survivor's write armed its own timer
  if (node?.status !== 'root') return { status: 'nothing' };
  const isCurrent = node.profile.definitions >= context.number;
  if (isCurrent && !isDue(node.profile, context.now)) return laterTimer(node.profile);
  const draft = draftOwning({ world, context, drafts: new Map(), moved: new Map() }, id);
  if (!draft) return { status: 'nothing' };
  evaluateDraft(draft, context, { byTimeAlone: isCurrent });
  // events since have moved the flip away: the present answers stand as they are stored
  if (isCurrent && draft.profile.effects.length === 0) return laterTimer(draft.profile);
  return { status: 'write', write: writeOf(draft, context.now) };
}

function isDue({ nextFlip }: Profile, now: number): boolean {
  return nextFlip !== undefined && nextFlip <= now;
}

function laterTimer({ nextFlip }: Profile): WakeDecision {
  return nextFlip === undefined ? { status: 'nothing' } : { status: 'rearm', minute: dueMinute(nextFlip) };
}
