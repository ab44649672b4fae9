import * as z from 'zod';
import { CommandError } from '../command.ts';
import { type AdminClient, bodyOf } from './admin-client.ts';

// how an identifier is written here, to the parameter of the admin API
const parameters: Readonly<Record<string, string>> = {
  user_id: 'userId',
  anonymous_id: 'anonymousId',
  email: 'email',
  phone: 'phone',
  id: 'id',
};

/** The path of the profile with this identifier: an email, or a type and its value. */
export function profilePath(word: string): string {
  const [parameter, value] = readIdentifier(word);
  return `/profiles?${new URLSearchParams({ [parameter]: value })}`;
}

export async function findProfileId(admin: AdminClient, word: string): Promise<string> {
  const schema = z.object({ profileId: z.string() });
  return bodyOf(await admin.call(schema, { path: profilePath(word) })).profileId;
}

function readIdentifier(word: string): [parameter: string, value: string] {
  const colon = word.indexOf(':');
  const parameter = parameters[word.slice(0, Math.max(0, colon))];
  if (parameter !== undefined && colon + 1 < word.length) return [parameter, word.slice(colon + 1)];
  if (word.includes('@')) return ['email', word];
  const allowed = Object.keys(parameters).map((type) => `${type}:...`);
  throw new CommandError(`\`${word}\` is no identifier; write an email or one of ${allowed.join(', ')}`);
}
