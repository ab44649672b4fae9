import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { ConditionKind } from '../conditions/condition-kind.ts';
import { child, requireKnownKeys } from '../refusal.ts';
import { constantly } from '../verdict.ts';
import { parseObject } from './parse-object.ts';

const A_SEED = 'a text of 1 to 100 characters';
const A_PERCENT = 'a number from 0 to 100 with at most 2 decimals';

export const bucketSchema = z.strictObject({
  seed: z.string({ error: A_SEED }).min(1, A_SEED).max(100, A_SEED),
  percent: z
    .number({ error: A_PERCENT })
    .min(0, A_PERCENT)
    .max(100, A_PERCENT)
    .refine((percent) => Math.round(percent * 100) / 100 === percent, { error: A_PERCENT }),
});

/** A share of all people by chance, the same ones for ever. */
export type BucketCondition = { readonly bucket: z.infer<typeof bucketSchema> };

export const bucket: ConditionKind<BucketCondition> = {
  keys: ['bucket'],
  nodes: () => 1,
  parts: () => [],
  parse: (value, { pointer }) => {
    requireKnownKeys(value, { pointer, known: bucket.keys });
    return { bucket: parseObject(bucketSchema, value.bucket, { pointer, name: 'bucket' }) };
  },
  compile: ({ bucket: { seed, percent } }) => {
    // somebody nobody knows may be in any share
    return ({ facts: { profileId } }) =>
      constantly(profileId === undefined ? percent > 0 : placeIn(seed, profileId) < percent);
  },
  // who somebody is changes with a merge alone, and then everything is asked
  isIndexed: true,
  subject: ({ bucket: { seed } }, { profileId }) => ({
    // cut, not rounded: who is below a percent of two decimals is shown below it
    value: profileId && { place: Math.floor(placeIn(seed, profileId) * 100) / 100, of: 100 },
  }),
  review: ({ bucket: { percent } }, { pointer }) => {
    const place = `${child(pointer, 'bucket')}/percent`;
    if (percent === 0) return [`${place}: nobody is among 0 percent, so this is never true`];
    return percent === 100 ? [`${place}: everybody is among 100 percent, so this is always true`] : [];
  },
};

/**
 * Where somebody stands among all people, from 0 to below 100: the first four bytes of the SHA-256 of `<seed>/<profileId>`, as
 * a share of 2^32.
 */
export function placeIn(seed: string, profileId: string): number {
  return (createHash('sha256').update(`${seed}/${profileId}`).digest().readUInt32BE(0) / 2 ** 32) * 100;
}
