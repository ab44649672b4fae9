import * as z from 'zod';
import { aliasSchema } from './alias.ts';
import { groupSchema } from './group.ts';
import { identifySchema } from './identify.ts';
import { pageSchema } from './page.ts';
import { screenSchema } from './screen.ts';
import { trackSchema } from './track.ts';

/** The six types a source may send; a new one is a file and a line here. */
export const eventSchemas = {
  identify: identifySchema,
  track: trackSchema,
  page: pageSchema,
  screen: screenSchema,
  group: groupSchema,
  alias: aliasSchema,
} as const;

export type EventType = keyof typeof eventSchemas;

export const eventSchema = z.discriminatedUnion('type', [
  identifySchema,
  trackSchema,
  pageSchema,
  screenSchema,
  groupSchema,
  aliasSchema,
]);
export type Event = z.infer<typeof eventSchema>;

/** Senders disagree on upper and lower case, so it does not count. */
export function eventTypeOf(value: unknown): EventType | undefined {
  if (typeof value !== 'string') return undefined;
  const type = value.toLowerCase();
  return Object.hasOwn(eventSchemas, type) ? (type as EventType) : undefined; // an own key of the registry
}
