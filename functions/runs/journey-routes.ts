import * as z from 'zod';
import { isNamed } from '../../shared/definitions/definition-kind.ts';
import type { DefinitionWriter } from '../../shared/definitions/definition-store.ts';
import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import { type AdminRequest, decodeCursor, encodeCursor, readPage } from '../lib/admin-request.ts';
import type { JourneyReader, Slice, SliceOf } from '../lib/journey-reader.ts';
import { listNewest } from './list-newest.ts';

export type JourneyPorts = {
  readonly definitions: Pick<DefinitionWriter, 'loadIndex'>;
  readonly journeys: JourneyReader;
  /** every id the person ever had, or undefined when nobody has this one */
  findProfileIds(profileId: string, now: Date): Promise<readonly string[] | undefined>;
};

const placesSchema = z.record(z.string(), z.object({ at: z.string(), pk: z.string(), sk: z.string() }));

/** Runs of a journey and what was sent, newest first. */
export const journeyRoutes = (ports: JourneyPorts): AdminRoute[] => [
  { method: 'GET', path: '/admin/v1/journeys/{id}/runs', answer: (request) => getRuns(ports, request) },
  { method: 'GET', path: '/admin/v1/messages', answer: (request) => getMessages(ports, request) },
  {
    method: 'GET',
    path: '/admin/v1/profiles/{id}/messages',
    answer: (request) => messagesOfProfile(ports, request, request.parameters.id ?? ''),
  },
];

async function getRuns({ definitions, journeys }: JourneyPorts, request: AdminRequest): Promise<AdminAnswer> {
  const id = request.parameters.id ?? '';
  await requireJourney(definitions, id);
  return pageOf(request, { [id]: (slice) => journeys.runsOf(id, slice) });
}

async function getMessages(ports: JourneyPorts, request: AdminRequest): Promise<AdminAnswer> {
  const { profileId, journey } = request.query;
  if (profileId) return messagesOfProfile(ports, request, profileId);
  if (!journey)
    throw new InvalidInputError('invalid_query', 'messages are listed by profile, by journey or by both', {
      allowed: ['profileId', 'journey'],
    });
  await requireJourney(ports.definitions, journey);
  return pageOf(request, { [journey]: (slice) => ports.journeys.sendsOfJourney(journey, slice) });
}

/** A person's messages include those sent to the profiles that turned out to be the same person. */
async function messagesOfProfile(
  { journeys, findProfileIds }: JourneyPorts,
  request: AdminRequest,
  profileId: string,
): Promise<AdminAnswer> {
  const ids = await findProfileIds(profileId, request.now);
  if (ids === undefined) throw new NotFoundError('no profile has this id');
  const journey = request.query.journey || undefined;
  const lists = ids.map(
    (id) => [id, (slice: SliceOf) => journeys.sendsOfProfile(id, journey, slice)] as const,
  );
  return pageOf(request, Object.fromEntries(lists));
}

async function pageOf<Item>(
  { query }: AdminRequest,
  lists: Readonly<Record<string, (slice: SliceOf) => Promise<Slice<Item>>>>,
): Promise<AdminAnswer> {
  const { limit, cursor } = readPage(query);
  const from = cursor === undefined ? {} : decodeCursor(placesSchema, cursor);
  const { items, next } = await listNewest(lists, { from, limit });
  return { status: 200, body: { items, cursor: next && encodeCursor(next) } };
}

// one that is archived keeps its runs
async function requireJourney(definitions: JourneyPorts['definitions'], id: string): Promise<void> {
  const { entries } = await definitions.loadIndex();
  if (!entries.some((entry) => isNamed(entry, 'journey', id)))
    throw new NotFoundError(`there is no journey \`${id}\``);
}
