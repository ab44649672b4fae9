import * as z from 'zod';
import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import { NotFoundError } from '../../shared/errors.ts';
import { cutParts, partKey } from '../../shared/profiles/jobs/cut-parts.ts';
import type { Job, JobKind, StepOutcome } from '../../shared/profiles/jobs/job.ts';
import type { ProfileStore, TimelineReader } from '../../shared/profiles/profile-store.ts';
import {
  type LinePosition,
  linePositionSchema,
  newestPosition,
} from '../../shared/profiles/timeline/line-position.ts';
import { readLine } from '../../shared/profiles/timeline/read-line.ts';
import type { PayloadStore } from '../aws/s3-payload-store.ts';
import type { PersonJourneyReader, Slice, SliceOf } from '../lib/journey-reader.ts';
import { findRoot, requirePerson } from './find-root.ts';
import { profileIdsOf, viewOf } from './read-profile.ts';

export type ExportPorts = {
  readonly profiles: ProfileStore;
  readonly timeline: TimelineReader;
  readonly journeys: PersonJourneyReader;
  readonly parts: PayloadStore;
  loadRules(): Promise<LiveRules>;
};

/** What a step found, and where the export goes on. */
type Found = { readonly lines: readonly object[]; readonly next: StepOutcome['next'] };
type Step = (ports: ExportPorts, job: Job, now: Date) => Promise<Found>;

const ITEMS_A_STEP = 1_000;
// between branches of a merged profile the same event may stand twice; short forms of this many fit into a job's item
const MOST_REMEMBERED = 20_000;

const placeSchema = z.object({ at: z.string(), pk: z.string(), sk: z.string() });
const timelinePlaceSchema = z.object({ ids: z.array(z.string()), line: linePositionSchema });
const listPlaceSchema = z.object({
  ids: z.array(z.string()),
  /** how many of the ids are behind */
  passed: z.number().default(0),
  after: placeSchema.optional(),
});

const steps: Readonly<Record<string, Step>> = {
  profile: exportProfile,
  timeline: exportTimeline,
  runs: (ports, job) =>
    exportList(job, {
      kind: 'run',
      following: 'messages',
      read: (id, slice) => ports.journeys.runsOfProfile(id, slice),
    }),
  messages: (ports, job) =>
    exportList(job, {
      kind: 'message',
      following: undefined,
      read: (id, slice) => ports.journeys.sendsOfProfile(id, undefined, slice),
    }),
};

/** Everything that is held of one person, as lines of JSON, in parts. Of the timeline it is what was there when it began. */
export const exportKind = (ports: ExportPorts): JobKind => ({
  firstStep: 'profile',
  advance: async (job, now) => {
    const step = steps[job.step];
    if (step === undefined) throw new Error(`an export has no step \`${job.step}\``);
    // whoever was forgotten meanwhile leaves nothing to export
    if ((await findRoot(ports, job.profileId)) === undefined)
      throw new NotFoundError('no profile has this id');
    const { lines, next } = await step(ports, job, now);
    const parts = cutParts(lines);
    const first = job.counts.parts ?? 0;
    for (const [index, part] of parts.entries()) await ports.parts.put(partKey(job, first + index), part);
    return { next, counts: { parts: parts.length, [job.step]: lines.length } };
  },
});

async function exportProfile(ports: ExportPorts, job: Job, now: Date): Promise<Found> {
  const [{ profile, cold }, rules] = await Promise.all([
    requirePerson(ports, job.profileId),
    ports.loadRules(),
  ]);
  const groups = await ports.profiles.loadGroups(Object.keys(cold.groups));
  const view = viewOf(profile, cold, { rules, groups, now: now.getTime() });
  const line = {
    kind: 'profile',
    ...view,
    devices: Object.entries(cold.devices).map(([token, at]) => ({ token, lastSeen: iso(at) })),
    locale: profile.locale?.value,
    memberships: [...profile.memberships].map(([id, { since, entry }]) => ({
      id,
      since: since === undefined ? undefined : iso(since),
      entries: entry,
    })),
  };
  const place = { ids: profileIdsOf(view), line: newestPosition(profile.heads) };
  return { lines: [line], next: { step: 'timeline', place } };
}

const iso = (instant: number): string => new Date(instant).toISOString();

async function exportTimeline({ timeline }: ExportPorts, job: Job): Promise<Found> {
  const { ids, line } = timelinePlaceSchema.parse(job.place);
  const { events, next } = await readLine(timeline, { from: line, ...everything });
  const lines = events.map((event) => ({ kind: 'event', ...event }));
  return { lines, next: nextOf(ids, next) };
}

const everything = {
  limit: ITEMS_A_STEP,
  mostChunks: ITEMS_A_STEP,
  mostRemembered: MOST_REMEMBERED,
  isWanted: () => true,
  isEnd: () => false,
};

const nextOf = (ids: readonly string[], line: LinePosition | undefined): StepOutcome['next'] =>
  line === undefined ? { step: 'runs', place: { ids } } : { step: 'timeline', place: { ids, line } };

type List = {
  readonly kind: string;
  /** the step after it */
  readonly following: string | undefined;
  read(profileId: string, slice: SliceOf): Promise<Slice<object>>;
};

/** A list of the person and of each profile merged into it, one after the other. */
async function exportList(job: Job, { kind, following, read }: List): Promise<Found> {
  const { ids, passed, after } = listPlaceSchema.parse(job.place);
  const { rows, isEnd } = await read(ids[passed] ?? '', { after, limit: ITEMS_A_STEP });
  const lines = rows.map(({ item }) => ({ kind, ...item }));
  if (!isEnd) return { lines, next: { step: job.step, place: { ids, passed, after: rows.at(-1)?.place } } };
  if (passed + 1 < ids.length) return { lines, next: { step: job.step, place: { ids, passed: passed + 1 } } };
  return { lines, next: following === undefined ? undefined : { step: following, place: { ids } } };
}
