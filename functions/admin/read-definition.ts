import * as z from 'zod';
import { type DefinitionKind, isNamed } from '../../shared/definitions/definition-kind.ts';
import type { DefinitionStore, IndexEntry } from '../../shared/definitions/definition-store.ts';
import { latestVersion } from '../../shared/definitions/saving/decide-save.ts';
import { NotFoundError } from '../../shared/errors.ts';
import { didYouMean } from '../../shared/nearest.ts';
import {
  type Backfill,
  type BackfillEngine,
  type BackfillFailure,
  type BackfillStore,
  backfillStatus,
} from '../../shared/profiles/memberships/backfill.ts';
import { countMembers, type MembershipReader } from '../../shared/profiles/memberships/list-members.ts';
import type { SizeStore } from '../../shared/profiles/memberships/sizes.ts';
import type { AdminAnswer } from '../lib/admin-http.ts';
import { type AdminRequest, decodeCursor, encodeCursor, readPage } from '../lib/admin-request.ts';
import { etagOf, reachOf, viewOf } from './definition-answer.ts';

export type ReadPorts = {
  readonly store: DefinitionStore;
  readonly memberships: MembershipReader;
  readonly sizes: Pick<SizeStore, 'list'>;
  readonly backfills: Pick<BackfillStore, 'load'> & Pick<BackfillEngine, 'loadFailure'>;
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
    const body = await viewAt(ports, kind, { entry, ...(await loadBackfill(ports, kind, [entry])) });
    return { status: 200, headers: etagOf(latestVersion(entry)), body };
  }
  if (kind.only?.body === undefined) {
    const known = entries.filter((one) => one.kind === kind.kind).map((one) => one.id);
    throw new NotFoundError(`there is no ${kind.kind} \`${id}\`${didYouMean(id, known)}`);
  }
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
  const backfill = await loadBackfill(ports, kind, page);
  const items = await Promise.all(page.map((entry) => viewAt(ports, kind, { entry, ...backfill })));
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

type BackfillSoFar = { readonly backfill: Backfill; readonly failure: BackfillFailure | undefined };

/** How far everybody is; whether the last try failed is asked only where somebody is not there yet. */
async function loadBackfill(
  { backfills }: ReadPorts,
  kind: DefinitionKind,
  entries: readonly IndexEntry[],
): Promise<BackfillSoFar> {
  const backfill = await backfills.load();
  const isUnderWay = entries.some((entry) => bringsUp(kind, entry) && entry.since > backfill.done);
  return { backfill, failure: isUnderWay ? await backfills.loadFailure() : undefined };
}

const bringsUp = (kind: DefinitionKind, { status }: IndexEntry): boolean =>
  kind.backfills === true && status === 'live';

async function viewAt(
  ports: ReadPorts,
  kind: DefinitionKind,
  { entry, backfill, failure }: BackfillSoFar & { readonly entry: IndexEntry },
): Promise<unknown> {
  const stored = await ports.store.loadVersion(entry.kind, entry.id, entry.version);
  const size = stored && kind.hasMembers?.(stored.body) ? await sizeOf(ports, entry.id) : {};
  const state = bringsUp(kind, entry)
    ? backfillStatus(backfill, entry.since, failure)
    : { status: entry.status };
  const reach = stored ? reachOf(kind, stored.body, new Date(stored.savedAt)) : {};
  return viewOf(entry, stored?.body ?? {}, { ...state, ...size, ...reach, savedAt: stored?.savedAt });
}

/** As many as are in now; where counting them would read too much, as many as there were when all were counted last. */
async function sizeOf({ memberships, sizes }: ReadPorts, id: string): Promise<object> {
  const members = await countMembers(memberships, id);
  if (members !== undefined) return { members };
  const [last] = await sizes.list(id, { most: 1 });
  return { members: last?.members, countedOn: last?.day };
}
