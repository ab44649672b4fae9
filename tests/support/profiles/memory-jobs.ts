import type { ChangeRecord } from '../../../functions/lib/stream.ts';
import type { Job, JobStore } from '../../../shared/profiles/jobs/job.ts';

/** Jobs in memory, with the changes a stream would bring. */
export class MemoryJobs implements JobStore {
  readonly jobs = new Map<string, Job>();
  readonly changes: ChangeRecord[] = [];

  async load(jobId: string): Promise<Job | undefined> {
    return this.jobs.get(jobId);
  }

  async save(job: Job): Promise<'saved' | 'conflict'> {
    if ((this.jobs.get(job.jobId)?.version ?? 0) !== job.version - 1) return 'conflict';
    this.jobs.set(job.jobId, job);
    if (job.status === 'running') this.changes.push(changeOf(job));
    return 'saved';
  }
}

const changeOf = ({ jobId, version }: Job): ChangeRecord => ({
  sequenceNumber: `${jobId}@${version}`,
  newImage: { jobId: { S: jobId }, version: { N: String(version) } },
});
