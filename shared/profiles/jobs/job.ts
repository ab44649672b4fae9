import * as z from 'zod';

/** Work on one person that takes more than a call: what is asked, how far it is, and what came of it. */
export const jobSchema = z.object({
  jobId: z.string(),
  kind: z.string(),
  profileId: z.string(),
  /** who asked for it */
  by: z.string(),
  status: z.enum(['running', 'waiting', 'done', 'failed']),
  /** rises with each step, so that a step counts once */
  version: z.number().int(),
  /** what comes next, or came last */
  step: z.string(),
  /** where that step goes on; only its kind reads it */
  place: z.unknown().optional(),
  counts: z.record(z.string(), z.number()),
  startedAt: z.string(),
  updatedAt: z.string(),
  reason: z.string().optional(),
  /** what was done where, for those who must prove it */
  certificate: z.record(z.string(), z.unknown()).optional(),
});
export type Job = z.infer<typeof jobSchema>;

/** The port to jobs. A saved job that is running is advanced by one step, and again until it is not. */
export type JobStore = {
  load(jobId: string): Promise<Job | undefined>;
  /** `conflict` when it is not at the version before this one any more, or, for the first, when it exists */
  save(job: Job): Promise<'saved' | 'conflict'>;
};

/** `notBefore`, epoch ms: a timer wakes the job then. */
export type NextStep = { readonly step: string; readonly place?: unknown; readonly notBefore?: number };

/** What one step did; without a next one the job is done. */
export type StepOutcome = {
  readonly next: NextStep | undefined;
  /** added to the job's counts */
  readonly counts: Readonly<Record<string, number>>;
  readonly certificate?: Job['certificate'];
};

/** A kind of job. A step may run again after it was done, and then does the same. */
export type JobKind = {
  readonly firstStep: string;
  advance(job: Job, now: Date): Promise<StepOutcome>;
};

export type JobRequest = Pick<Job, 'jobId' | 'kind' | 'profileId' | 'by' | 'place'> & {
  readonly firstStep: string;
};

export const newJob = ({ firstStep, ...request }: JobRequest, now: Date): Job => ({
  ...request,
  status: 'running',
  version: 1,
  step: firstStep,
  counts: {},
  startedAt: now.toISOString(),
  updatedAt: now.toISOString(),
});

/** The job after a step. */
export function afterStep(job: Job, { next, counts, certificate }: StepOutcome, now: Date): Job {
  const sums = Object.entries(counts).map(([name, count]) => [name, (job.counts[name] ?? 0) + count]);
  return {
    ...job,
    status: statusBefore(next),
    version: job.version + 1,
    step: next?.step ?? job.step,
    place: next?.place,
    counts: { ...job.counts, ...Object.fromEntries(sums) },
    updatedAt: now.toISOString(),
    ...(certificate === undefined ? {} : { certificate: { ...job.certificate, ...certificate } }),
  };
}

function statusBefore(next: NextStep | undefined): Job['status'] {
  if (next === undefined) return 'done';
  return next.notBefore === undefined ? 'running' : 'waiting';
}

/** A job that waited, at work again. */
export const afterWait = (job: Job, now: Date): Job => ({
  ...job,
  status: 'running',
  version: job.version + 1,
  updatedAt: now.toISOString(),
});

// the ids of profiles have a colon
const TIMER_PREFIX = 'job#';

/** How a timer names the job that it wakes. */
export const timerOf = (jobId: string): string => `${TIMER_PREFIX}${jobId}`;

/** The job that a timer wakes; undefined when it wakes a profile. */
export const jobOfTimer = (id: string): string | undefined =>
  id.startsWith(TIMER_PREFIX) ? id.slice(TIMER_PREFIX.length) : undefined;

/** The job when it cannot go on. */
export const afterFailure = (job: Job, reason: string, now: Date): Job => ({
  ...job,
  status: 'failed',
  version: job.version + 1,
  place: undefined,
  updatedAt: now.toISOString(),
  reason,
});
