import { createHash } from 'node:crypto';
import { AwsError } from '../../protocols/service.ts';
import type { LevelDatabase, LevelOperation } from '../storage/dynalite.ts';

// how long DynamoDB remembers a ClientRequestToken
const TOKEN_MS = 10 * 60_000;
const TOKENS = 'token~';

type UsedToken = { readonly at: number; readonly digest: string };
type Memory = { readonly database: LevelDatabase; readonly now: () => number };

/** The ClientRequestToken of one transaction, with what it is used for. */
export type Token = { readonly key: string; readonly digest: string };

export function tokenOf(token: unknown, items: unknown): Token | undefined {
  if (typeof token !== 'string') return undefined;
  return { key: TOKENS + token, digest: createHash('sha256').update(JSON.stringify(items)).digest('hex') };
}

/** Whether a transaction of this token was committed lately; throws when it was another transaction. */
export async function isRepeated({ database, now }: Memory, { key, digest }: Token): Promise<boolean> {
  // only rememberToken() writes under this prefix
  const used = (await database.get(key)) as UsedToken | undefined;
  if (used === undefined || used.at <= now() - TOKEN_MS) return false;
  if (used.digest === digest) return true;
  throw new AwsError(
    'IdempotentParameterMismatchException',
    'the ClientRequestToken was used with other parameters',
  );
}

/** To be written in the same batch as the transaction. */
export function rememberToken({ key, digest }: Token, at: number): LevelOperation {
  const used: UsedToken = { at, digest };
  return { type: 'put', key, value: used };
}

/** Forgets the tokens DynamoDB would have forgotten. */
export async function forgetTokens({ database, now }: Memory): Promise<void> {
  const entries = await database.iterator({ gt: TOKENS, lt: `${TOKENS}~` }).all();
  // only rememberToken() writes under this prefix
  const old = entries.filter(([, value]) => (value as UsedToken).at <= now() - TOKEN_MS);
  if (old.length > 0) await database.batch(old.map(([key]) => ({ type: 'del', key })));
}
