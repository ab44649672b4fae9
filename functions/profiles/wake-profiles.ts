import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import { decideWake } from '../../shared/fold/wake.ts';
import { afterWait, type JobStore, jobOfTimer } from '../../shared/profiles/jobs/job.ts';
import type { Profile } from '../../shared/profiles/profile.ts';
import { mapLimited } from '../lib/map-limited.ts';
import type { Nodes } from './find-root.ts';
import type { FoldDependencies } from './fold-group.ts';
import { completeWorld } from './load-world.ts';
import { saveWrite } from './save-write.ts';

export type WakeDependencies = FoldDependencies & { readonly jobs: JobStore };

export type WakeResult = { readonly due: number; readonly written: number };

const PROFILES_AT_ONCE = 16;
const MAX_ATTEMPTS = 12;

/**
 * Re-evaluates the profiles whose timer is due in `minute`, and sets the jobs to work that wait for it. The minute before is looked at again, for timers that were
 * written while it was being read. Repeating a minute is harmless: what has been done finds nothing to do.
 */
export async function wakeProfiles(dependencies: WakeDependencies, minute: number): Promise<WakeResult> {
  const due = await Promise.all([dependencies.timers.due(minute - 1), dependencies.timers.due(minute)]);
  const ids = [...new Set(due.flat())];
  const jobIds = ids.map(jobOfTimer).filter((jobId) => jobId !== undefined);
  for (const jobId of jobIds) await wakeJob(dependencies, jobId);
  const profileIds = ids.filter((id) => jobOfTimer(id) === undefined);
  // the definitions version is read once: a profile that knows a newer one asks again
  const rules = profileIds.length > 0 ? await dependencies.loadRules() : undefined;
  const written = rules
    ? await mapLimited(profileIds, PROFILES_AT_ONCE, (id) => wakeProfile(dependencies, id, rules))
    : [];
  return { due: ids.length, written: written.filter(Boolean).length };
}

/** Sets a job that waits to work again; one that does not has been woken before. */
async function wakeJob({ jobs, now }: WakeDependencies, jobId: string): Promise<void> {
  const job = await jobs.load(jobId);
  if (job?.status === 'waiting') await jobs.save(afterWait(job, now()));
}

async function wakeProfile(dependencies: FoldDependencies, id: string, rules: LiveRules): Promise<boolean> {
  return bringUp(dependencies, id, { rules, nodes: await loadNode(dependencies, id) });
}

/** Brings a profile that was read a moment ago to the present, whether or not it is due; whoever wrote first makes it be read again. */
export function touchProfile(
  dependencies: FoldDependencies,
  root: Profile,
  rules: LiveRules,
): Promise<boolean> {
  return bringUp(dependencies, root.id, {
    rules,
    nodes: new Map([[root.id, { status: 'root', profile: root }]]),
  });
}

/** Answers whether that took a write. */
async function bringUp(
  dependencies: FoldDependencies,
  id: string,
  start: { readonly rules: LiveRules; readonly nodes: Nodes },
): Promise<boolean> {
  let { rules, nodes } = start;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const now = dependencies.now().getTime();
    const node = nodes.get(id);
    const roots = node?.status === 'root' ? [node.profile] : [];
    if (roots.some((root) => root.definitions > rules.number)) rules = await dependencies.loadRules();
    const world = await completeWorld(dependencies, nodes, { events: [], roots, rules, now });
    const decision = decideWake(world, id, { ...rules, now });
    if (decision.status === 'rearm') await dependencies.timers.arm(decision.minute, id);
    if (decision.status !== 'write') return false;
    if ((await saveWrite(dependencies, decision.write)) === 'saved') return true;
    nodes = await loadNode(dependencies, id);
  }
  throw new Error(`a profile that is due met other writers ${MAX_ATTEMPTS} times`);
}

const loadNode = ({ profiles }: FoldDependencies, id: string): Promise<Nodes> =>
  profiles.loadNodes([id], { consistent: true });
