import * as z from 'zod';
import { parseFields } from '../../shared/definitions/parse-fields.ts';
import { NotFoundError } from '../../shared/errors.ts';
import type { TimelineReader } from '../../shared/profiles/profile-store.ts';
import { linePositionSchema, newestPosition } from '../../shared/profiles/timeline/line-position.ts';
import { readLine } from '../../shared/profiles/timeline/read-line.ts';
import { compileFilter } from '../../shared/profiles/timeline/timeline-filter.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import { type AdminRequest, decodeCursor, encodeCursor, readPage } from '../lib/admin-request.ts';
import { momentSchema } from './failed-event-routes.ts';

export type TimelinePorts = {
  readonly timeline: TimelineReader;
  /** the newest chunks of a profile, or undefined when nobody has this id */
  findHeads(profileId: string): Promise<readonly string[] | undefined>;
};

// a cursor travels in a URL; copies of an event arrive close to each other
const MOST_REMEMBERED = 200;
// some hundred KB as a rule
const MOST_CHUNKS = 1_000;

const filterSchema = z.object({
  type: z.enum(['identify', 'track', 'page', 'screen', 'group', 'alias']).optional(),
  event: z.string().optional(),
  source: z.string().optional(),
  from: momentSchema.optional(),
  to: momentSchema.optional(),
});

/** What happened to a person, newest received first. A page may hold fewer than asked for and still have a cursor. */
export const timelineRoutes = (ports: TimelinePorts): AdminRoute[] => [
  {
    method: 'GET',
    path: '/admin/v1/profiles/{id}/timeline',
    answer: (request) => getTimeline(ports, request),
  },
];

async function getTimeline(
  { timeline, findHeads }: TimelinePorts,
  { parameters, query }: AdminRequest,
): Promise<AdminAnswer> {
  const { limit, cursor } = readPage(query);
  const filter = compileFilter(parseFields(filterSchema, query));
  const heads = await findHeads(parameters.id ?? '');
  if (heads === undefined) throw new NotFoundError('no profile has this id');
  const from = cursor === undefined ? newestPosition(heads) : decodeCursor(linePositionSchema, cursor);
  const { events, next } = await readLine(timeline, {
    ...filter,
    from,
    limit,
    mostChunks: MOST_CHUNKS,
    mostRemembered: MOST_REMEMBERED,
  });
  return { status: 200, body: { items: events, cursor: next && encodeCursor(next) } };
}
