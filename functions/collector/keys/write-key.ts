import type { HttpRequest } from '../../lib/http.ts';
import { Refusal } from '../refusal.ts';

const UNREADABLE = ''; // no source has it

/** The one write key of a request, by precedence; keys that disagree are refused, whichever is right. */
export function writeKeyOf(request: HttpRequest, carriers: readonly unknown[]): string | Refusal {
  const keys = [
    request.headers['x-write-key'],
    basicUser(request.headers.authorization),
    new URLSearchParams(request.rawQueryString).get('writeKey'),
    ...carriers.map(bodyKey),
  ].filter(isKey);
  const [key, other] = new Set(keys);
  if (key === undefined) return new Refusal(401, 'missing_write_key', 'no write key was sent');
  if (other !== undefined)
    return new Refusal(401, 'write_keys_differ', 'the request carries several write keys that differ');
  return key;
}

export function unknownWriteKey(): Refusal {
  return new Refusal(401, 'unknown_write_key', 'no source has this write key, or it is no longer valid');
}

/** The user of Basic authorization; the colon and the password may be missing. Other schemes say nothing about keys. */
function basicUser(authorization: string | undefined): string | undefined {
  const encoded = /^basic(?:\s+(.*))?$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return UNREADABLE;
  const [user] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return user === '' ? undefined : user;
}

function bodyKey(carrier: unknown): unknown {
  const isObject = typeof carrier === 'object' && carrier !== null;
  return isObject && 'writeKey' in carrier ? carrier.writeKey : undefined;
}

/** Some SDKs send a masked key along with the real one. */
function isKey(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('***');
}
