import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import type { AdminRequest } from '../lib/admin-request.ts';

// query parameter to identifier type
const parameters = {
  userId: 'user_id',
  anonymousId: 'anonymous_id',
  email: 'email',
  phone: 'phone',
  id: 'id',
} as const;

export type ProfileQuery = {
  readonly type: (typeof parameters)[keyof typeof parameters];
  readonly value: string;
};
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
  const asked = Object.entries(parameters).flatMap(([name, type]) => {
    const value = query[name];
    return value ? [{ type, value }] : [];
  });
  const [first, ...others] = asked;
  if (first !== undefined && others.length === 0) return first;
  throw new InvalidInputError(
    'invalid_query',
    `a profile is found by exactly one identifier, got ${asked.length}`,
    {
      allowed: Object.keys(parameters),
    },
  );
}
