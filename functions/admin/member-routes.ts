import * as z from 'zod';
import { isNamed } from '../../shared/definitions/definition-kind.ts';
import type {
  DefinitionStore,
  DefinitionWriter,
  IndexEntry,
  LiveDefinition,
} from '../../shared/definitions/definition-store.ts';
import { liveRfm, scoringKinds } from '../../shared/definitions/kinds/rfm.ts';
import { segmentKind } from '../../shared/definitions/kinds/segment.ts';
import { readState } from '../../shared/definitions/read-state.ts';
import { findRefusal } from '../../shared/definitions/saving/find-refusal.ts';
import { DURATION_FORM, longestMs, parseDuration } from '../../shared/duration.ts';
import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import { didYouMean } from '../../shared/nearest.ts';
import {
  listMembers,
  type Member,
  type MemberPage,
  type MembershipReader,
} from '../../shared/profiles/memberships/list-members.ts';
import { sampleMembers } from '../../shared/profiles/memberships/sample-members.ts';
import { MEMBERSHIP_SHARDS } from '../../shared/profiles/memberships/shard.ts';
import { groupSizeId, type SizeStore } from '../../shared/profiles/memberships/sizes.ts';
import { type Segment, segmentSchema } from '../../shared/segments/definition.ts';
import { parseSegment } from '../../shared/segments/parse-segment.ts';
import { isRecord } from '../../shared/segments/refusal.ts';
import { describeScoring } from '../../shared/segments/rfm/describe-scoring.ts';
import { rfmGroups } from '../../shared/segments/rfm/groups.ts';
import { requireMembers } from '../../shared/segments/standing/bind-segment.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import { type AdminRequest, decodeCursor, encodeCursor, readPage } from '../lib/admin-request.ts';
import type { MemberQuestion } from '../runs/describe-members.ts';

export type MemberPorts = {
  readonly definitions: Pick<DefinitionWriter, 'loadIndex' | 'loadVersion'>;
  readonly memberships: MembershipReader;
  describe(members: readonly Member[], question: MemberQuestion): Promise<readonly object[]>;
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

/** A page, or a sample, holds fewer than asked for when only those who leave are wanted: it is as many looked at. */
async function getMembers(
  ports: MemberPorts,
  { parameters, query, now }: AdminRequest,
): Promise<AdminAnswer> {
  const id = parameters.id ?? '';
  const look = lookOf(query);
  const { kind, version } = await requireSegment(ports.definitions, id);
  const stored = await ports.definitions.loadVersion(kind, id, version);
  requireMembers(segmentSchema.parse(stored?.body));
  const { members, next } = await look(ports.memberships, id);
  const items = await ports.describe(members, {
    segment: id,
    leavingBy: leavingBy(query.leavingWithin, now.getTime()),
    traits: traitsIn(query.traits),
    now: now.getTime(),
  });
  return { status: 200, body: { items, cursor: next && encodeCursor(next) } };
}

type Look = (reader: MembershipReader, id: string) => Promise<MemberPage>;

function lookOf(query: AdminRequest['query']): Look {
  if (query.sample !== undefined) {
    const size = sampleSize(query.sample);
    return async (reader, id) => ({ members: await sampleMembers(reader, id, size), next: undefined });
  }
  const { limit, cursor } = readPage(query);
  const from = cursor === undefined ? { shard: 0 } : decodeCursor(positionSchema, cursor);
  return (reader, id) => listMembers(reader, id, { from, limit });
}

const MOST_SAMPLED = 100;
const sampleSchema = z.coerce.number().int().min(1).max(MOST_SAMPLED);

function sampleSize(sample: string): number {
  const parsed = sampleSchema.safeParse(sample);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError('invalid_query', `\`sample\` must be a whole number, got \`${sample}\``, {
    allowed: `1 to ${MOST_SAMPLED}`,
  });
}

async function requireSegment(
  { loadIndex }: Pick<DefinitionWriter, 'loadIndex'>,
  id: string,
): Promise<IndexEntry> {
  const { entries } = await loadIndex();
  const found = entries.find((entry) => isNamed(entry, segmentKind.kind, id));
  if (found !== undefined) return found;
  const known = entries.filter(({ kind }) => kind === segmentKind.kind).map((entry) => entry.id);
  throw new NotFoundError(`there is no segment \`${id}\`${didYouMean(id, known)}`);
}

export type HistoryPorts = {
  readonly store: Pick<DefinitionWriter, 'loadIndex'>;
  readonly sizes: Pick<SizeStore, 'list'>;
};

export const historyRoutes = (ports: HistoryPorts): AdminRoute[] => [
  { method: 'GET', path: '/admin/v1/segments/{id}/history', answer: (request) => getHistory(ports, request) },
];

/** How many were in it day by day, newest first; a day on which nobody counted is missing. */
async function getHistory(
  { store, sizes }: HistoryPorts,
  { parameters, query }: AdminRequest,
): Promise<AdminAnswer> {
  const id = parameters.id ?? '';
  const { limit, cursor } = readPage(query);
  const before = cursor === undefined ? undefined : decodeCursor(z.iso.date(), cursor);
  await requireSegment(store, id);
  const items = await sizes.list(id, { most: limit, before });
  const last = items.length === limit ? items.at(-1) : undefined;
  return { status: 200, body: { items, cursor: last && encodeCursor(last.day) } };
}

export type GroupPorts = {
  readonly store: Pick<DefinitionStore, 'load' | 'loadVersion'>;
  readonly sizes: Pick<SizeStore, 'list'>;
};

export const groupRoutes = (ports: GroupPorts): AdminRoute[] => [
  { method: 'GET', path: '/admin/v1/rfm/groups', answer: () => getGroups(ports) },
];

/** What scores are given by, since when, and how many buyers were in each group when they were counted last. */
async function getGroups({ store, sizes }: GroupPorts): Promise<AdminAnswer> {
  const { definitions } = await store.load(scoringKinds);
  const rfm = liveRfm(definitions);
  if (rfm === undefined) throw new NotFoundError('nobody is scored; publish `rfm` to say by which purchases');
  const counts = await Promise.all(rfmGroups.map((group) => sizes.list(groupSizeId(group), { most: 1 })));
  const last = counts.map(([count]) => count);
  const groups = rfmGroups.map((group, index) => ({ group, buyers: last[index]?.members ?? 0 }));
  const buyers = groups.reduce((sum, one) => sum + one.buyers, 0);
  const since = await savedAt(store, definitions, rfm.changed);
  const body = { ...describeScoring(rfm), since, countedOn: last[0]?.day, buyers, groups };
  return { status: 200, body };
}

async function savedAt(
  { loadVersion }: GroupPorts['store'],
  definitions: readonly LiveDefinition[],
  since: number,
): Promise<string | undefined> {
  const last = definitions.find((one) => one.since === since);
  return last && (await loadVersion(last.kind, last.id, last.version))?.savedAt;
}

function leavingBy(within: string | undefined, now: number): number | undefined {
  if (within === undefined) return undefined;
  const duration = parseDuration(within);
  if (duration !== undefined) return now + longestMs(duration);
  throw new InvalidInputError('invalid_query', `\`leavingWithin\` must be a duration, got \`${within}\``, {
    allowed: DURATION_FORM,
  });
}

const MOST_TRAITS = 10;

function traitsIn(traits: string | undefined): readonly string[] {
  const keys = traits?.split(',').flatMap((key) => key.trim() || []) ?? [];
  if (keys.length <= MOST_TRAITS) return keys;
  throw new InvalidInputError('invalid_query', `too many \`traits\`, got ${keys.length}`, {
    allowed: MOST_TRAITS,
  });
}

export type PreviewPorts = {
  readonly definitions: DefinitionStore;
  preview(question: { segment: Segment; against: string | undefined }): Promise<object>;
};

export const previewRoutes = (ports: PreviewPorts): AdminRoute[] => [
  { method: 'POST', path: '/admin/v1/segments/preview', answer: (request) => preview(ports, request) },
];

/** What a segment would come to if it were published; it needs no id for that. */
async function preview(
  { definitions, preview: look }: PreviewPorts,
  { body, query }: AdminRequest,
): Promise<AdminAnswer> {
  const { segment, warnings } = parseSegment(isRecord(body) ? { id: 'preview', ...body } : body);
  requireMembers(segment);
  const name = { kind: segmentKind, id: segment.id };
  const refusal = await findRefusal(definitions, name, {
    state: await readState(definitions, name),
    body: segment,
  });
  if (refusal) throw new InvalidInputError(refusal.code, refusal.message, refusal);
  return { status: 200, body: { ...(await look({ segment, against: query.against })), warnings } };
}
