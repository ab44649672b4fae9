import * as z from 'zod';
import type { RunStore } from '../../shared/journeys/run-store.ts';

/** EventBridge's `Step Functions Execution Status Change`, as far as it is read here; `input` holds ids only. */
export const statusChangeSchema = z.object({
  time: z.iso.datetime(),
  detail: z.object({
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    input: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(z.object({ entryId: z.string() })),
  }),
});
export type StatusChange = z.infer<typeof statusChangeSchema>;

const ends = {
  FAILED: { status: 'failed', reason: 'execution-failed' },
  TIMED_OUT: { status: 'failed', reason: 'execution-timed-out' },
  // stopped by hand: our own stops mark the run first, and that end stands
  ABORTED: { status: 'cancelled', reason: 'execution-stopped' },
} as const;

/** Marks the run of an execution that ended without its last step. */
export async function closeRun(runs: RunStore, { time, detail }: StatusChange): Promise<void> {
  await runs.end(detail.input.entryId, { ...ends[detail.status], at: new Date(time).toISOString() });
}
