import * as z from 'zod';

/** What an erasure must know of a person to find all that is theirs; hashes and numbers only, it outlives the profile. */
export const personSchema = z.object({
  /** the root first, then the ids of the profiles merged into it */
  ids: z.array(z.string()),
  /** nodes of all their identifiers, and the ids */
  keys: z.array(z.string()),
  /** the version the profile had, which everything stored under its ids is at most one above */
  version: z.number(),
  /** the number the erasure takes after the profile's last effect */
  effectNumber: z.number(),
  /** epoch ms; what happened until then is forgotten */
  erasedAt: z.number(),
  /** epoch ms; nothing of them arrived earlier */
  firstSeen: z.number(),
  timerMinute: z.number().optional(),
  /** segments they ever entered, and their latest entry into each journey */
  segments: z.array(z.string()),
  /** keys of the groups that list them */
  groups: z.array(z.string()),
  runs: z.array(z.object({ journeyId: z.string(), entryId: z.string() })),
});
export type Person = z.infer<typeof personSchema>;

/** What one call removed, and where the next goes on. */
export type Swept = { readonly removed: number; readonly next?: unknown };

/** The port to one place that holds something of a person. Sweeping it again finds what came meanwhile, or nothing. */
export type Sweep = (person: Person, from: unknown, now: Date) => Promise<Swept>;

/** Every place that holds something of a person, in the order they are swept. */
export const SWEEPS = [
  'seenPages',
  'mergeStates',
  'timeline',
  'timers',
  'memberships',
  'groups',
  'journeys',
  'failedEvents',
  'failedBatches',
  'archive',
  'exports',
] as const;

export type Sweeps = Readonly<Record<(typeof SWEEPS)[number], Sweep>>;
