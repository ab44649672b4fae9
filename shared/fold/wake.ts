import { dueMinute } from '../profiles/memberships/timer.ts';
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
  const { nextFlip, definitions } = node.profile;
  const isCurrent = definitions >= context.number;
  if (isCurrent && nextFlip === undefined) return { status: 'nothing' };
  if (isCurrent && nextFlip !== undefined && nextFlip > context.now)
    return { status: 'rearm', minute: dueMinute(nextFlip) };
  const draft = draftOwning({ world, context, drafts: new Map(), moved: new Map() }, id);
  if (!draft) return { status: 'nothing' };
  evaluateDraft(draft, context, { byTimeAlone: isCurrent });
  return { status: 'write', write: writeOf(draft, context.now) };
}
