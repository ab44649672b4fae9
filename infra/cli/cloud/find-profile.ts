import * as z from 'zod';
import { CommandError } from '../command.ts';
import { type AdminClient, bodyOf } from './admin-client.ts';

/** The path of the profile with this identifier: an email, or a type and its value. */
export function profilePath(word: string): string {
  return `/profiles?${new URLSearchParams(readIdentifier(word))}`;
}

export async function findProfileId(admin: AdminClient, word: string): Promise<string> {
  const schema = z.object({ profileId: z.string() });
  return bodyOf(await admin.call(schema, { path: profilePath(word) })).profileId;
}

function readIdentifier(word: string): { type: string; value: string } {
  const [, type, value] = /^([\w.-]+):(.+)$/s.exec(word) ?? [];
  if (type !== undefined && value !== undefined) return { type, value };
  if (word.includes('@')) return { type: 'email', value: word };
  throw new CommandError(
    `\`${word}\` is no identifier; write an email, or a type and its value: user_id:42, android.id:9f3c, id:<profile>`,
  );
}
