import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import type { AdminRequest } from '../lib/admin-request.ts';

// the types asked for most have a query parameter of their own; the others are `type` and `value`
const parameters = {
  userId: 'user_id',
  anonymousId: 'anonymous_id',
  email: 'email',
  phone: 'phone',
  id: 'id',
};

export type ProfileQuery = { readonly type: string; readonly value: string };
/** The profile card, or undefined when nobody has the identifier. */
export type FindProfile = (query: ProfileQuery, now: Date) => Promise<object | undefined>;

export const profileRoutes = (findProfile: FindProfile): AdminRoute[] => [
  {
    method: 'GET',
    path: '/admin/v1/profiles',
    answer: (request) => getProfile(findProfile, queryOf(request.query), request.now),
  },
  {
    method: 'GET',
    path: '/admin/v1/profiles/{id}',
    answer: ({ parameters: { id = '' }, now }) => getProfile(findProfile, { type: 'id', value: id }, now),
  },
];

async function getProfile(findProfile: FindProfile, query: ProfileQuery, now: Date): Promise<AdminAnswer> {
  const profile = await findProfile(query, now);
  if (profile === undefined) throw new NotFoundError(`no profile has this ${query.type}`);
  return { status: 200, body: profile };
}

function queryOf(query: AdminRequest['query']): ProfileQuery {
  const named = Object.entries(parameters).map(([name, type]) => ({ type, value: query[name] }));
  const asked = [...named, { type: query.type, value: query.value }].flatMap(({ type, value }) =>
    type && value ? [{ type, value }] : [],
  );
  const [first, ...others] = asked;
  if (first !== undefined && others.length === 0) return first;
  throw new InvalidInputError(
    'invalid_query',
    `a profile is found by exactly one identifier, got ${asked.length}`,
    { allowed: [...Object.keys(parameters), 'type and value'] },
  );
}
