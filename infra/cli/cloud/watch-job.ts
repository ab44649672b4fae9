import * as z from 'zod';
import { CommandError } from '../command.ts';
import { type AdminClient, bodyOf } from './admin-client.ts';

const jobSchema = z.object({
  jobId: z.string(),
  kind: z.string(),
  status: z.enum(['running', 'waiting', 'done', 'failed']),
  step: z.string(),
  counts: z.record(z.string(), z.number()),
  reason: z.string().optional(),
  certificate: z.record(z.string(), z.unknown()).optional(),
});
export type WatchedJob = z.infer<typeof jobSchema>;

export type Watch = {
  print(text: string): void;
  /** between two looks */
  pause(): Promise<void>;
};

export async function loadJob(admin: AdminClient, jobId: string): Promise<WatchedJob> {
  return bodyOf(await admin.call(jobSchema, { path: `/jobs/${encodeURIComponent(jobId)}` }));
}

/** Tells each step until the job is done, or waits for a later time. */
export async function watchJob(
  admin: AdminClient,
  jobId: string,
  { print, pause }: Watch,
): Promise<WatchedJob> {
  let told = '';
  for (;;) {
    const job = await loadJob(admin, jobId);
    if (job.status === 'failed') throw new CommandError(`the ${job.kind} failed: ${job.reason}`);
    if (job.status !== 'running') return job;
    const text = `${job.step} ...`;
    if (text !== told) print(text);
    told = text;
    await pause();
  }
}
