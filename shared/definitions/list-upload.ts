import { createHash } from 'node:crypto';
import * as z from 'zod';
import { PLATFORM_SOURCE } from '../../events/platform.ts';
import type { StreamEvent } from '../../events/stream-event.ts';
import { isBlockedId } from '../identity/blocked-id.ts';
import { normalizeIdentifier } from '../identity/kinds/index.ts';

export const LIST_EVENT = 'List Uploaded';

/** One line of a list: exactly one way to name a person. */
export const listMemberSchema = z.union([
  z.strictObject({ userId: z.string() }),
  z.strictObject({ email: z.string() }),
]);
export type ListMember = z.infer<typeof listMemberSchema>;

export type ListUpload = { readonly list: string; readonly upload: number; readonly at: string };

const toldSchema = z.object({ list: z.string(), upload: z.number().int().positive() });

/** Whether the line names somebody at all: ids like `null` and what is no address name nobody. */
export function namesSomebody(member: ListMember): boolean {
  const [type, given] = 'userId' in member ? ['user_id', member.userId] : ['email', member.email];
  const value = normalizeIdentifier(type, given);
  return value !== undefined && !isBlockedId(value);
}

/** Tells one person, known or not, that an upload of a list names them. A repeat is the same event. */
export function listEvent(member: ListMember, { list, upload, at }: ListUpload): StreamEvent {
  const digest = createHash('sha256').update(JSON.stringify(member)).digest('base64url').slice(0, 22);
  const identifier =
    'userId' in member ? { userId: member.userId } : { context: { traits: { email: member.email } } };
  return {
    type: 'track',
    messageId: `list-${list.slice(0, 40)}-${upload}-${digest}`,
    source: PLATFORM_SOURCE,
    ...identifier,
    event: LIST_EVENT,
    properties: { list, upload },
    timestamp: at,
    receivedAt: at,
  };
}

/** By list, the latest upload that names a profile. */
export type ListUploads = ReadonlyMap<string, number>;

/** The uploads after one event; the same when it tells of none. */
export function applyListUpload(lists: ListUploads, { event, properties }: StreamEvent): ListUploads {
  const told = event === LIST_EVENT ? toldSchema.safeParse(properties).data : undefined;
  return told === undefined ? lists : mergeLists(lists, new Map([[told.list, told.upload]]));
}

export function mergeLists(one: ListUploads, other: ListUploads): ListUploads {
  const merged = new Map(one);
  for (const [list, upload] of other) merged.set(list, Math.max(upload, merged.get(list) ?? 0));
  return merged;
}
