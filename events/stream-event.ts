import * as z from 'zod';

export const sourceKindSchema = z.enum(['browser', 'server', 'platform']);

const instantSchema = z.iso.datetime({ precision: 3 });
const objectSchema = z.record(z.string(), z.unknown());

/**
 * One accepted event as the stream carries it: ids are strings, times are corrected, limits are checked.
 * `event` is set for track, page (`Page Viewed`) and screen (`Screen Viewed`); instants are ISO 8601 UTC with milliseconds.
 */
export const streamEventSchema = z.object({
  type: z.enum(['identify', 'track', 'page', 'screen', 'group', 'alias']),
  messageId: z.string().min(1).max(100),
  /** `brand` is the one of the source's definition */
  source: z.object({ id: z.string(), kind: sourceKindSchema, brand: z.string().optional() }),
  /** a browser's event whose userId the site's server has signed */
  verified: z.literal(true).optional(),
  userId: z.string().optional(),
  anonymousId: z.string().optional(),
  previousId: z.string().optional(),
  groupId: z.string().optional(),
  /** platform events name the profile they are about and carry no other identifier */
  profileId: z.string().optional(),
  event: z.string().optional(),
  properties: objectSchema.optional(),
  traits: objectSchema.optional(),
  context: objectSchema.optional(),
  timestamp: instantSchema,
  originalTimestamp: z.string().optional(),
  receivedAt: instantSchema,
  /** what was corrected or noticed on the way in, e.g. `clock_skew`, `future_timestamp` */
  flags: z.array(z.string()).optional(),
});
export type StreamEvent = z.infer<typeof streamEventSchema>;

/** Whether someone vouches for who sent it; a browser's key is public. */
export function isTrusted({ source, verified }: Pick<StreamEvent, 'source' | 'verified'>): boolean {
  return source.kind !== 'browser' || verified === true;
}
