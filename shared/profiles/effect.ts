import * as z from 'zod';

const common = {
  /** monotone per profile */
  number: z.number(),
  segment: z.string(),
  /** counts the profile's entries into the segment and never restarts */
  entry: z.number(),
  /** epoch ms */
  at: z.number(),
};

/**
 * What a profile write decided, carried by the profile's own stream. Names derived from `number` and `entry` are the same on
 * every repeat. `moved`: a merge brought the membership over from profile `from`; nobody entered or left.
 */
export const effectSchema = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.enum(['entered', 'exited']), backfill: z.literal(true).optional() }),
  z.object({ ...common, kind: z.literal('moved'), from: z.string(), since: z.number() }),
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
