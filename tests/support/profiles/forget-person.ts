import { driveJobs } from '../../../functions/reactions/drive-jobs.ts';
import { eraseKind } from '../../../functions/reactions/erase-profile.ts';
import { afterWait, type Job, newJob } from '../../../shared/profiles/jobs/job.ts';
import { SWEEPS, type Sweep, type Sweeps } from '../../../shared/profiles/jobs/person.ts';
import { HOUR, type ProfileWorld } from './profile-world.ts';

/** Empties what the memory stores hold of a person; the other places are empty anyway. */
function memorySweeps({ stores }: ProfileWorld): Sweeps {
  const nothing: Sweep = async () => ({ removed: 0 });
  const timeline: Sweep = async ({ ids, version }) => {
    const old = [...stores.chunks.keys()].filter((head) => {
      const [id = '', chunk = ''] = head.split('|');
      return ids.includes(id) && Number.parseInt(chunk, 10) <= version + 1;
    });
    for (const head of old) stores.chunks.delete(head);
    return { removed: old.length };
  };
  const places = Object.fromEntries(SWEEPS.map((name) => [name, nothing]));
  return { ...places, timeline } as Sweeps; // every name of the list
}

/** Erases a person of a world by the real steps; `between` runs before each, as other writers would. */
export async function forgetPerson(
  world: ProfileWorld,
  profileId: string,
  between: (job: Job) => Promise<void> = async () => {},
): Promise<Job> {
  const { jobs, stores } = world;
  const { identityKey } = world.dependencies();
  const kind = eraseKind({
    profiles: stores,
    eraser: stores,
    loadIdentityKey: async () => identityKey,
    sweeps: memorySweeps(world),
  });
  const now = () => new Date(world.now);
  const jobId = `erasure-${jobs.jobs.size}`;
  await jobs.save(newJob({ jobId, kind: 'erasure', profileId, by: 'ops', firstStep: 'read' }, now()));
  for (let job = jobs.jobs.get(jobId); job; job = jobs.jobs.get(jobId)) {
    await between(job);
    if (job.status === 'waiting') {
      world.now += 25 * HOUR;
      await jobs.save(afterWait(job, now()));
      continue;
    }
    if (job.status !== 'running') return job;
    const records = jobs.changes.splice(0);
    const { error } = await driveJobs({ jobs, timers: stores, kinds: { erasure: kind }, now }, records);
    if (error !== undefined) throw error;
  }
  throw new Error(`job ${jobId} is gone`);
}
