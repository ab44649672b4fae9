import { describe, expect, it } from 'vitest';
import { driveJobs } from '../../../functions/reactions/drive-jobs.ts';
import { NotFoundError } from '../../../shared/errors.ts';
import { type JobKind, newJob } from '../../../shared/profiles/jobs/job.ts';
import { MemoryJobs } from '../../support/profiles/memory-jobs.ts';
import { MemoryProfileStores } from '../../support/profiles/memory-profile-stores.ts';

const timers = new MemoryProfileStores();
const now = new Date('2026-11-01T00:00:00.000Z');

/** Counts to three, a step for each number; `before` runs in each step. */
function counting(before: (place: number) => void = () => {}): JobKind {
  return {
    firstStep: 'count',
    advance: async ({ place = 1 }) => {
      before(Number(place));
      const next = Number(place) < 3 ? { step: 'count', place: Number(place) + 1 } : undefined;
      return { next, counts: { counted: 1 }, certificate: { [`number${place}`]: true } };
    },
  };
}

async function startJob(): Promise<MemoryJobs> {
  const jobs = new MemoryJobs();
  await jobs.save(
    newJob({ jobId: 'one', kind: 'count', profileId: 'user_id:x', by: 'ops', firstStep: 'count' }, now),
  );
  return jobs;
}

/** Brings each change to the driver until none comes; one that fails comes again. */
async function play(jobs: MemoryJobs, kind: JobKind): Promise<number> {
  let failures = 0;
  for (let at = 0; at < jobs.changes.length && failures < 20; ) {
    const [record] = jobs.changes.slice(at);
    const { failedFrom } = await driveJobs(
      { jobs, timers, kinds: { count: kind }, now: () => now },
      record ? [record] : [],
    );
    if (failedFrom === undefined) at += 1;
    else failures += 1;
  }
  return failures;
}

describe('a job', () => {
  it('goes step by step until it is done, with what it counted and certified', async () => {
    const jobs = await startJob();

    await play(jobs, counting());

    expect(jobs.jobs.get('one')).toMatchObject({
      status: 'done',
      version: 4,
      counts: { counted: 3 },
      certificate: { number1: true, number2: true, number3: true },
    });
  });

  it('goes on where it was after steps that died', async () => {
    const jobs = await startJob();
    const tried: number[] = [];
    const dyingTwice = counting((place) => {
      tried.push(place);
      if (place === 2 && tried.length < 4) throw new Error('no answer');
    });

    expect(await play(jobs, dyingTwice)).toBe(2);
    expect(tried).toEqual([1, 2, 2, 2, 3]);
    expect(jobs.jobs.get('one')).toMatchObject({ status: 'done', counts: { counted: 3 } });
  });

  it('does no step again for records that come again', async () => {
    const jobs = await startJob();
    await play(jobs, counting());
    const done = jobs.jobs.get('one');

    await driveJobs({ jobs, timers, kinds: { count: counting() }, now: () => now }, jobs.changes);

    expect(jobs.jobs.get('one')).toBe(done);
  });

  it('fails for good when whom it is about is gone, or nobody knows its kind', async () => {
    const gone = await startJob();
    const strange = await startJob();

    await play(
      gone,
      counting(() => {
        throw new NotFoundError('no profile has this id');
      }),
    );
    await driveJobs({ jobs: strange, timers, kinds: {}, now: () => now }, strange.changes);

    expect(gone.jobs.get('one')).toMatchObject({ status: 'failed', reason: 'no profile has this id' });
    expect(strange.jobs.get('one')).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('count'),
    });
  });
});
