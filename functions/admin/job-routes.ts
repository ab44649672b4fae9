import * as z from 'zod';
import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import { linesOf, partKey } from '../../shared/profiles/jobs/cut-parts.ts';
import { type Job, type JobRequest, type JobStore, newJob } from '../../shared/profiles/jobs/job.ts';
import type { PayloadReader } from '../aws/s3-payload-store.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import { type AdminRequest, decodeCursor, encodeCursor } from '../lib/admin-request.ts';
import type { SplitRequest } from '../reactions/plan-split.ts';

export type JobPorts = {
  readonly jobs: JobStore;
  readonly parts: PayloadReader;
  newJobId(): string;
  /** whether somebody has this profile id */
  isProfile(profileId: string): Promise<boolean>;
  audit(record: object): void;
};

const path = '/admin/v1/jobs/{id}';

/** Work on one person that takes a while: asked for, looked at, and what came of it. */
export const jobRoutes = (ports: JobPorts): AdminRoute[] => [
  {
    method: 'POST',
    path: '/admin/v1/profiles/{id}/exports',
    answer: (request) => start(ports, request, { kind: 'export', firstStep: 'profile' }),
  },
  {
    method: 'POST',
    path: '/admin/v1/profiles/{id}/erasure',
    answer: (request) => start(ports, request, { kind: 'erasure', firstStep: 'read' }),
  },
  {
    method: 'POST',
    path: '/admin/v1/profiles/{id}/splits',
    answer: (request) =>
      start(
        ports,
        { ...request, body: {} },
        { kind: 'split', firstStep: 'plan', place: readSplit(request.body) },
      ),
  },
  { method: 'GET', path, answer: (request) => show(ports, request) },
  { method: 'GET', path: `${path}/result`, answer: (request) => getResult(ports, request) },
];

/** Both profiles as they would be. */
type PreviewSplit = (request: SplitRequest, now: Date) => Promise<object>;

/** What a split would make of a profile, before anybody asks for it. */
export const splitRoutes = (previewSplit: PreviewSplit): AdminRoute[] => [
  {
    method: 'GET',
    path: '/admin/v1/profiles/{id}/splits',
    answer: async ({ parameters: { id: profileId = '' }, query: { absorbed = '' }, now }) => ({
      status: 200,
      body: await previewSplit({ profileId, absorbed }, now),
    }),
  },
];

async function start(
  { jobs, newJobId, isProfile, audit }: JobPorts,
  { parameters: { id: profileId = '' }, body, by, now }: AdminRequest,
  kind: Pick<JobRequest, 'kind' | 'firstStep' | 'place'>,
): Promise<AdminAnswer> {
  if (!(await isProfile(profileId))) throw new NotFoundError('no profile has this id');
  const { reason } = readRequestBody(body);
  const job = newJob({ ...kind, jobId: newJobId(), profileId, by }, now);
  await jobs.save(job);
  audit({ by, kind: job.kind, jobId: job.jobId, reason });
  return { status: 202, body: { jobId: job.jobId }, headers: { location: `/admin/v1/jobs/${job.jobId}` } };
}

const bodySchema = z.strictObject({ reason: z.string().max(200).optional() });

/** Why it was asked for, for the audit log alone: what people write there may be about the person. */
function readRequestBody(body: unknown): z.infer<typeof bodySchema> {
  const parsed = bodySchema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw new InvalidInputError('invalid_body', `the body is ${JSON.stringify(body)}`, {
    allowed: '{ reason } of up to 200 characters, or nothing',
  });
}

const splitSchema = z.strictObject({ absorbed: z.string().min(1).max(200) });

function readSplit(body: unknown): z.infer<typeof splitSchema> {
  const parsed = splitSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError('invalid_body', `the body is ${JSON.stringify(body)}`, {
    allowed: '{ absorbed }, the id of the profile to split off',
  });
}

async function find({ jobs }: JobPorts, { parameters: { id = '' } }: AdminRequest): Promise<Job> {
  const job = await jobs.load(id);
  if (job === undefined) throw new NotFoundError(`there is no job \`${id}\``);
  return job;
}

async function show(ports: JobPorts, request: AdminRequest): Promise<AdminAnswer> {
  const { place: _, version: __, ...job } = await find(ports, request);
  const result = hasResult(job) ? `/admin/v1/jobs/${encodeURIComponent(job.jobId)}/result` : undefined;
  return { status: 200, body: { ...job, result } };
}

const hasResult = ({ status, counts }: Pick<Job, 'status' | 'counts'>): boolean =>
  status === 'done' && (counts.parts ?? 0) > 0;

/** A page of the result is a part as it was written, whatever limit was asked for. */
async function getResult(ports: JobPorts, request: AdminRequest): Promise<AdminAnswer> {
  const job = await find(ports, request);
  const { parts = 0 } = job.counts;
  const { cursor } = request.query;
  const part = cursor ? decodeCursor(z.number().int().min(0), cursor) : 0;
  if (!hasResult(job) || part >= parts) throw new NotFoundError(`job \`${job.jobId}\` has no result here`);
  const items = linesOf(await ports.parts.get(partKey(job, part)));
  return { status: 200, body: { items, cursor: part + 1 < parts ? encodeCursor(part + 1) : undefined } };
}
