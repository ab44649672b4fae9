import * as z from 'zod';

const common = {
  /** monotone per profile */
  number: z.number(),
  /** epoch ms */
  at: z.number(),
};

// `entry` counts the profile's entries into the segment and never restarts
const membership = { ...common, segment: z.string(), entry: z.number() };

// `message` is the id of the event that decided it; absent when a segment or a merge did
const run = { ...common, journey: z.string(), entryId: z.string(), message: z.string().optional() };

/**
 * What a profile write decided, carried by the profile's own stream. Names derived from `number`, `entry` and `entryId` are the
 * same on every repeat. `moved`: a merge brought the membership over from profile `from`, or a split left it with both; nobody entered or left.
 */
export const effectSchema = z.discriminatedUnion('kind', [
  z.object({ ...membership, kind: z.enum(['entered', 'exited']), backfill: z.literal(true).optional() }),
  z.object({ ...membership, kind: z.literal('moved'), from: z.string().optional(), since: z.number() }),
  z.object({ ...run, kind: z.literal('run-began'), version: z.number() }),
  z.object({ ...run, kind: z.literal('run-ended'), reason: z.enum(['exit-event', 'merged']) }),
]);
export type Effect = z.infer<typeof effectSchema>;

type WithoutNumber<T> = T extends unknown ? Omit<T, 'number'> : never;

/** Appends an effect under the profile's next number. */
export function appendEffect(
  profile: { effectNumber: number; effects: Effect[] },
  effect: WithoutNumber<Effect>,
): void {
  profile.effectNumber += 1;
  profile.effects.push({ number: profile.effectNumber, ...effect });
}
