import * as z from 'zod';
import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import {
  afterFailure,
  afterStep,
  type Job,
  type JobKind,
  type JobStore,
  type NextStep,
  timerOf,
} from '../../shared/profiles/jobs/job.ts';
import { dueMinute } from '../../shared/profiles/memberships/timer.ts';
import type { TimerStore } from '../../shared/profiles/profile-store.ts';
import type { ChangeRecord, StreamResult } from '../lib/stream.ts';

export type DriveDependencies = {
  readonly jobs: JobStore;
  readonly kinds: Readonly<Record<string, JobKind>>;
  readonly timers: Pick<TimerStore, 'arm'>;
  now(): Date;
};

const imageSchema = z.object({
  jobId: z.object({ S: z.string() }),
  version: z.object({ N: z.coerce.number() }),
});

/** One step for each record. The write of a step is the record of the next, so a job goes on where it was, whatever dies. */
export async function driveJobs(
  dependencies: DriveDependencies,
  records: readonly ChangeRecord[],
): Promise<StreamResult> {
  for (const { newImage, sequenceNumber } of records) {
    try {
      const { jobId, version } = imageSchema.parse(newImage);
      await drive(dependencies, jobId.S, version.N);
    } catch (error) {
      return { failedFrom: sequenceNumber, error };
    }
  }
  return { failedFrom: undefined };
}

async function drive(dependencies: DriveDependencies, jobId: string, version: number): Promise<void> {
  const job = await dependencies.jobs.load(jobId);
  // a record that comes again finds its step done
  if (job?.version !== version) return;
  await advance(dependencies, job);
}

async function advance(dependencies: DriveDependencies, job: Job): Promise<void> {
  const { jobs, timers, now } = dependencies;
  const { next, after } = await outcomeOf(dependencies, job);
  // armed before it waits: a timer that finds no job waiting does nothing
  if (next?.notBefore !== undefined) await timers.arm(dueMinute(next.notBefore), timerOf(job.jobId));
  await jobs.save(after(now()));
}

type Outcome = { readonly next?: NextStep | undefined; readonly after: (now: Date) => Job };

async function outcomeOf({ kinds, now }: DriveDependencies, job: Job): Promise<Outcome> {
  const kind = kinds[job.kind];
  const failed = (reason: string): Outcome => ({ after: (at) => afterFailure(job, reason, at) });
  if (kind === undefined) return failed(`there is no job of kind \`${job.kind}\``);
  try {
    const outcome = await kind.advance(job, now());
    return { next: outcome.next, after: (at) => afterStep(job, outcome, at) };
  } catch (error) {
    // whoever is gone stays gone, and what cannot be done stays so; all else is tried again
    if (error instanceof NotFoundError || error instanceof InvalidInputError) return failed(error.message);
    throw error;
  }
}
