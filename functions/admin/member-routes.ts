import * as z from 'zod';
import { isNamed } from '../../shared/definitions/definition-kind.ts';
import type { DefinitionWriter } from '../../shared/definitions/definition-store.ts';
import { NotFoundError } from '../../shared/errors.ts';
import { listMembers, type MembershipReader } from '../../shared/profiles/memberships/list-members.ts';
import { MEMBERSHIP_SHARDS } from '../../shared/profiles/memberships/shard.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import { type AdminRequest, decodeCursor, encodeCursor, readPage } from '../lib/admin-request.ts';

export type MemberPorts = {
  readonly definitions: Pick<DefinitionWriter, 'loadIndex'>;
  readonly memberships: MembershipReader;
};

const positionSchema = z.object({
  shard: z
    .number()
    .int()
    .min(0)
    .max(MEMBERSHIP_SHARDS - 1),
  after: z.string().optional(),
});

export const memberRoutes = (ports: MemberPorts): AdminRoute[] => [
  { method: 'GET', path: '/admin/v1/segments/{id}/members', answer: (request) => getMembers(ports, request) },
];

async function getMembers(ports: MemberPorts, { parameters, query }: AdminRequest): Promise<AdminAnswer> {
  const id = parameters.id ?? '';
  const { limit, cursor } = readPage(query);
  const from = cursor === undefined ? { shard: 0 } : decodeCursor(positionSchema, cursor);
  const { entries } = await ports.definitions.loadIndex();
  if (!entries.some((entry) => isNamed(entry, 'segment', id)))
    throw new NotFoundError(`there is no segment \`${id}\``);
  const { members, next } = await listMembers(ports.memberships, id, { from, limit });
  return { status: 200, body: { items: members, cursor: next && encodeCursor(next) } };
}
