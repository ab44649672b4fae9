import * as z from 'zod';
import { isNamed } from '../../shared/definitions/definition-kind.ts';
import type { DefinitionWriter } from '../../shared/definitions/definition-store.ts';
import { listKind, listSchema } from '../../shared/definitions/kinds/list.ts';
import { listEvent, listMemberSchema, namesSomebody } from '../../shared/definitions/list-upload.ts';
import { parseFields } from '../../shared/definitions/parse-fields.ts';
import { InvalidInputError, NotFoundError, RetryableError } from '../../shared/errors.ts';
import type { EventLog } from '../../shared/events/event-log.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import { partitionKey } from '../../shared/identity/partition-key.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import type { AdminRequest } from '../lib/admin-request.ts';

export type ListPorts = {
  readonly store: Pick<DefinitionWriter, 'loadIndex' | 'loadVersion'>;
  readonly log: EventLog;
  loadIdentityKey(): Promise<IdentityKey>;
  auditList(record: object): void;
};

// with ids of the greatest length they still fit into one body
const MOST_MEMBERS = 1_000;

const uploadSchema = z.strictObject({
  upload: z.number().int().positive(),
  members: z.array(listMemberSchema).min(1).max(MOST_MEMBERS),
});

export const listRoutes = (ports: ListPorts): AdminRoute[] => [
  { method: 'POST', path: '/admin/v1/lists/{id}/members', answer: (request) => addMembers(ports, request) },
];

/** Part of an upload: each person it names is told on the stream. What names nobody is answered by its place, the rest is taken. */
async function addMembers(
  ports: ListPorts,
  { parameters, body, by, now }: AdminRequest,
): Promise<AdminAnswer> {
  const list = parameters.id ?? '';
  const { upload, members } = parseFields(uploadSchema, body);
  await requireUpload(ports, list, upload);
  const identityKey = await ports.loadIdentityKey();
  const events = members
    .filter(namesSomebody)
    .map((member) => listEvent(member, { list, upload, at: now.toISOString() }));
  const refused = await ports.log.append(
    events.map((event) => ({ event, partitionKey: partitionKey(identityKey, event) })),
  );
  if (refused.length > 0) throw new RetryableError('the stream is busy; send this part of the upload again');
  ports.auditList({ by, list, upload, members: events.length });
  const nobody = members.flatMap((member, index) => (namesSomebody(member) ? [] : [index]));
  return { status: 202, body: { list, upload, accepted: events.length, nobody } };
}

/** Members are added to the upload in force, or to the next one: they are in from then on, and who it does not name until it comes into force. */
async function requireUpload({ store }: ListPorts, id: string, upload: number): Promise<void> {
  const { entries } = await store.loadIndex();
  const entry = entries.find((one) => isNamed(one, listKind.kind, id));
  const stored = entry?.status === 'live' && (await store.loadVersion(listKind.kind, id, entry.version));
  if (!stored) throw new NotFoundError(`no list \`${id}\` is live`);
  const inForce = listSchema.parse(stored.body).upload;
  const allowed = [inForce, inForce + 1].filter((one) => one > 0);
  if (!allowed.includes(upload))
    throw new InvalidInputError('upload_out_of_order', `upload ${upload} is neither in force nor the next`, {
      pointer: '/upload',
      allowed,
    });
}
