import { BATCH_LIMITS } from '../../events/batch.ts';
import type { HttpRequest } from '../lib/http.ts';
import { inflate } from './inflate.ts';
import { Refusal } from './refusal.ts';

export type Body = { readonly text: string; readonly bytes: number };

const CHARSETS = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);
const utf8 = new TextDecoder('utf-8', { fatal: true }); // strips a byte order mark too

/** The body as text, whatever the Content-Type says it is. */
export function readBody(request: HttpRequest): Body | Refusal {
  const charset = refuseCharset(request.headers['content-type']);
  if (charset !== undefined) return charset;
  const encoding = (request.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === 'gzip' || encoding === 'x-gzip') return decode(inflate(request));
  if (encoding !== '' && encoding !== 'identity')
    return new Refusal(415, 'unsupported_encoding', 'Content-Encoding must be gzip or absent');
  return decode(Buffer.from(request.body ?? '', request.isBase64Encoded ? 'base64' : 'utf8'));
}

function refuseCharset(contentType = ''): Refusal | undefined {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
  if (charset === undefined || CHARSETS.has(charset.toLowerCase())) return undefined;
  return new Refusal(415, 'unsupported_charset', 'the body must be UTF-8');
}

function decode(bytes: Buffer | Refusal): Body | Refusal {
  if (bytes instanceof Refusal) return bytes;
  if (bytes.length > BATCH_LIMITS.bodyBytes) return tooLarge();
  try {
    return { text: utf8.decode(bytes), bytes: bytes.length };
  } catch {
    return new Refusal(400, 'invalid_utf8', 'the body must be UTF-8, it holds bytes that are not');
  }
}

export function tooLarge(): Refusal {
  return new Refusal(413, 'body_too_large', `a body may have at most ${BATCH_LIMITS.bodyBytes} bytes`);
}
