import * as z from 'zod';
import { type DefinitionKind, isNamed } from '../../shared/definitions/definition-kind.ts';
import type { DefinitionStore, IndexEntry } from '../../shared/definitions/definition-store.ts';
import { latestVersion } from '../../shared/definitions/saving/decide-save.ts';
import { NotFoundError } from '../../shared/errors.ts';
import {
  type Backfill,
  type BackfillStore,
  backfillStatus,
} from '../../shared/profiles/memberships/backfill.ts';
import { countMembers, type MembershipReader } from '../../shared/profiles/memberships/list-members.ts';
import type { SizeStore } from '../../shared/profiles/memberships/sizes.ts';
import type { AdminAnswer } from '../lib/admin-http.ts';
import { type AdminRequest, decodeCursor, encodeCursor, readPage } from '../lib/admin-request.ts';
import { etagOf, viewOf } from './definition-answer.ts';

export type ReadPorts = {
  readonly store: DefinitionStore;
  readonly memberships: MembershipReader;
  readonly sizes: Pick<SizeStore, 'list'>;
  readonly backfills: Pick<BackfillStore, 'load'>;
};

export async function getDefinition(
  ports: ReadPorts,
  kind: DefinitionKind,
  { parameters }: AdminRequest,
): Promise<AdminAnswer> {
  const id = parameters.id ?? kind.only?.id ?? '';
  const { entries } = await ports.store.loadIndex();
  const entry = entries.find((one) => isNamed(one, kind.kind, id));
  if (entry) {
    const body = await viewAt(ports, kind, { entry, backfill: await ports.backfills.load() });
    return { status: 200, headers: etagOf(latestVersion(entry)), body };
  }
  if (kind.only?.body === undefined) throw new NotFoundError(`there is no ${kind.kind} \`${id}\``);
  // never saved: what is in force are the defaults
  return { status: 200, headers: etagOf(0), body: { ...kind.only.body, version: 0, status: 'live' } };
}

/** `GET` of a kind: by id, archived ones only with `?status=archived`. */
export async function listDefinitions(
  ports: ReadPorts,
  kind: DefinitionKind,
  { query }: AdminRequest,
): Promise<AdminAnswer> {
  const { limit, cursor } = readPage(query);
  const after = cursor === undefined ? '' : decodeCursor(z.string(), cursor);
  const { entries } = await ports.store.loadIndex();
  const wanted = entries
    .filter((entry) => entry.kind === kind.kind && entry.id > after)
    .filter(({ status }) => (query.status === undefined ? status !== 'archived' : status === query.status))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const page = wanted.slice(0, limit);
  const backfill = await ports.backfills.load();
  const items = await Promise.all(page.map((entry) => viewAt(ports, kind, { entry, backfill })));
  const last = page.at(-1)?.id;
  return { status: 200, body: { items, cursor: wanted.length > limit ? encodeCursor(last) : undefined } };
}

/** Newest first. */
export async function listVersions(
  ports: ReadPorts,
  kind: DefinitionKind,
  { parameters, query }: AdminRequest,
): Promise<AdminAnswer> {
  const id = parameters.id ?? kind.only?.id ?? '';
  const { limit, cursor } = readPage(query);
  const before = cursor === undefined ? Number.POSITIVE_INFINITY : decodeCursor(z.number(), cursor);
  const versions = await ports.store.listVersions(kind.kind, id);
  if (versions.length === 0 && !kind.only) throw new NotFoundError(`there is no ${kind.kind} \`${id}\``);
  const wanted = versions.filter(({ version }) => version < before).reverse();
  const page = wanted.slice(0, limit);
  const items = page.map(({ version, savedAt, savedBy, body }) => ({
    version,
    savedAt,
    savedBy,
    definition: body,
  }));
  const last = page.at(-1)?.version;
  return { status: 200, body: { items, cursor: wanted.length > limit ? encodeCursor(last) : undefined } };
}

async function viewAt(
  ports: ReadPorts,
  kind: DefinitionKind,
  { entry, backfill }: { entry: IndexEntry; backfill: Backfill },
): Promise<unknown> {
  const [stored, size] = await Promise.all([
    ports.store.loadVersion(entry.kind, entry.id, entry.version),
    kind.hasMembers ? sizeOf(ports, entry.id) : {},
  ]);
  const isLive = kind.backfills && entry.status === 'live';
  const state = isLive ? backfillStatus(backfill, entry.since) : { status: entry.status };
  return viewOf(entry, stored?.body ?? {}, { ...state, ...size, savedAt: stored?.savedAt });
}

/** As many as are in now; where counting them would read too much, as many as there were when all were counted last. */
async function sizeOf({ memberships, sizes }: ReadPorts, id: string): Promise<object> {
  const members = await countMembers(memberships, id);
  if (members !== undefined) return { members };
  const [last] = await sizes.list(id, { most: 1 });
  return { members: last?.members, countedOn: last?.day };
}
