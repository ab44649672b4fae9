import * as z from 'zod';
import { linearPatternSchema } from '../../json/linear-pattern.ts';
import { windowMs } from './limit.ts';

const typeSchema = z.string().min(1).max(100);

const windowSchema = z
  .string()
  .transform((per) => (per === 'week' ? '7d' : per)) // its name before windows were durations
  .refine((per) => windowMs(per) > 0, 'not a window; use `ever` or an exact duration such as 24h, 7d or 4w');

const limitSchema = z.strictObject({
  count: z.number().int().min(1).max(1_000),
  per: windowSchema.default('ever'),
});

type Limits = Readonly<Record<string, z.infer<typeof limitSchema>>>;

const defaultLimits: Limits = {
  user_id: { count: 1, per: 'ever' },
  anonymous_id: { count: 5, per: '7d' },
};

/** Which identifiers join profiles, as a workspace says it. */
export const identitySchema = z.strictObject({
  // raising one limit must not lift the others
  limits: z
    .record(typeSchema, limitSchema)
    .default({})
    .transform((limits): Limits => ({ ...defaultLimits, ...limits })),
  /** for every type that `limits` does not name */
  otherLimit: limitSchema.default({ count: 5, per: 'ever' }),
  /** the types named here outrank all others, which follow alphabetically */
  priority: z.array(typeSchema).max(50).default(['user_id', 'email']),
  /** values that name nobody besides the built-in ones: exact, or a regular expression (RE2) that matches anywhere */
  blocked: z
    .array(z.union([z.string().min(1).max(255), z.strictObject({ pattern: linearPatternSchema })]))
    .max(1_000)
    .default([]),
  maxMerges: z.number().int().min(1).max(1_000).default(100),
  maxIdentifiers: z.number().int().min(1).max(10_000).default(1_000),
});
export type IdentityDefinition = z.infer<typeof identitySchema>;
