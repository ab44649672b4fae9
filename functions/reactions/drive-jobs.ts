import * as z from 'zod';
import { NotFoundError } from '../../shared/errors.ts';
import {
  afterFailure,
  afterStep,
  type Job,
  type JobKind,
  type JobStore,
} from '../../shared/profiles/jobs/job.ts';
import type { ChangeRecord, StreamResult } from '../lib/stream.ts';

export type DriveDependencies = {
  readonly jobs: JobStore;
  readonly kinds: Readonly<Record<string, JobKind>>;
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
  await dependencies.jobs.save(await advance(dependencies, job));
}

async function advance({ kinds, now }: DriveDependencies, job: Job): Promise<Job> {
  const kind = kinds[job.kind];
  if (kind === undefined) return afterFailure(job, `there is no job of kind \`${job.kind}\``, now());
  try {
    return afterStep(job, await kind.advance(job, now()), now());
  } catch (error) {
    // whoever is gone stays gone; all else is tried again
    if (error instanceof NotFoundError) return afterFailure(job, error.message, now());
    throw error;
  }
}
