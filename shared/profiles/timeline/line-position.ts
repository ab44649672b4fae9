import * as z from 'zod';

/** Where a reading of the line goes on. It names chunks, which never change, so what arrives meanwhile moves nothing. */
export const linePositionSchema = z.object({
  /** the chunk each branch goes on in, and how many of its events are behind */
  branches: z.array(z.object({ head: z.string(), passed: z.number().int().min(0) })),
  /** short forms of what was shown since the line forked: two branches may hold the same event */
  shown: z.array(z.string()).optional(),
});
export type LinePosition = z.infer<typeof linePositionSchema>;

/** The newest end of a profile's line. */
export const newestPosition = (heads: readonly string[]): LinePosition => ({
  branches: heads.map((head) => ({ head, passed: 0 })),
});
