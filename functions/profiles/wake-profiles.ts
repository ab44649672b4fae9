import { decideWake } from '../../shared/fold/wake.ts';
import { mapLimited } from '../lib/map-limited.ts';
import type { FoldDependencies } from './fold-group.ts';
import type { LiveRules } from './live-rules.ts';
import { completeWorld } from './load-world.ts';
import { saveWrite } from './save-write.ts';

export type WakeResult = { readonly due: number; readonly written: number };

const PROFILES_AT_ONCE = 16;
const MAX_ATTEMPTS = 12;

/**
 * Re-evaluates the profiles whose timer is due in `minute`. The minute before is looked at again, for timers that were
 * written while it was being read. Repeating a minute is harmless: what has been done finds nothing to do.
 */
export async function wakeProfiles(dependencies: FoldDependencies, minute: number): Promise<WakeResult> {
  const due = await Promise.all([dependencies.timers.due(minute - 1), dependencies.timers.due(minute)]);
  const ids = [...new Set(due.flat())];
  // the definitions version is read once: a profile that knows a newer one asks again
  const rules = ids.length > 0 ? await dependencies.loadRules() : undefined;
  const written = rules
    ? await mapLimited(ids, PROFILES_AT_ONCE, (id) => wakeProfile(dependencies, id, rules))
    : [];
  return { due: ids.length, written: written.filter(Boolean).length };
}

async function wakeProfile(dependencies: FoldDependencies, id: string, known: LiveRules): Promise<boolean> {
  let rules = known;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const now = dependencies.now().getTime();
    const nodes = await dependencies.profiles.loadNodes([id], { consistent: true });
    const node = nodes.get(id);
    const roots = node?.status === 'root' ? [node.profile] : [];
    if (roots.some((root) => root.definitions > rules.number)) rules = await dependencies.loadRules();
    const world = await completeWorld(dependencies, nodes, { events: [], roots, rules, now });
    const decision = decideWake(world, id, { ...rules, now });
    if (decision.status === 'rearm') await dependencies.timers.arm(decision.minute, id);
    if (decision.status !== 'write') return false;
    if ((await saveWrite(dependencies, decision.write)) === 'saved') return true;
  }
  throw new Error(`a profile that is due met other writers ${MAX_ATTEMPTS} times`);
}
