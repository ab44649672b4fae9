import * as z from 'zod';
import type { StreamEvent } from './stream-event.ts';

export const PLATFORM_SOURCE = { id: 'platform', kind: 'platform' } as const;

// Segment's email spec, as far as it has words: the email is one send, the campaign its journey
const emailSchema = z.object({
  email_id: z.string(),
  campaign_id: z.string(),
  step: z.string(),
  template: z.string(),
});

/** What the platform itself has to say about a profile, as track events. */
export const platformEventSchemas = {
  'Segment Entered': z.object({ segment: z.string(), entry: z.number().int().positive() }),
  'Segment Exited': z.object({ segment: z.string(), entry: z.number().int().positive() }),
  'Journey Started': z.object({ journey: z.string(), entryId: z.string(), version: z.number() }),
  'Journey Ended': z.object({
    journey: z.string(),
    entryId: z.string(),
    status: z.enum(['completed', 'exited', 'cancelled', 'failed']),
    reason: z.string().optional(),
  }),
  /** told to each person that an upload of a list names, known before or not */
  'List Uploaded': z.object({ list: z.string(), upload: z.number().int().positive() }),
  /** told to each member when traits of a group changed that segments ask for */
  'Group Changed': z.object({ group: z.string(), version: z.number() }),
  'Email Delivered': emailSchema,
  'Email Bounced': emailSchema.extend({ bounceType: z.enum(['hard', 'soft']), reason: z.string() }),
  'Email Marked as Spam': emailSchema.extend({ reason: z.string() }),
  // a machine that fetched the images is no person who read the text
  'Email Opened': emailSchema.extend({ machineOpen: z.boolean() }),
  'Email Link Clicked': emailSchema.extend({ link_url: z.string() }),
} as const;

export type PlatformEventName = keyof typeof platformEventSchemas;
export type PlatformProperties<Name extends PlatformEventName> = z.infer<(typeof platformEventSchemas)[Name]>;

export type PlatformFact<Name extends PlatformEventName = PlatformEventName> = {
  readonly name: Name;
  readonly profileId: string;
  readonly properties: PlatformProperties<Name>;
  /** derived from state, never from time or chance, so that a repeat is recognised */
  readonly messageId: string;
  /** ISO 8601 UTC with milliseconds */
  readonly at: string;
};

/** A fact as an event of the stream: about a profile, from the platform, at the instant it became true. */
export function platformEvent<Name extends PlatformEventName>(fact: PlatformFact<Name>): StreamEvent {
  return {
    type: 'track',
    messageId: fact.messageId,
    source: PLATFORM_SOURCE,
    profileId: fact.profileId,
    event: fact.name,
    properties: fact.properties,
    timestamp: fact.at,
    receivedAt: fact.at,
  };
}
