import type { HttpRequest } from '../../lib/http.ts';
import { Refusal } from '../refusal.ts';
import { type Body, bodyOfBytes } from './body.ts';
import { inflate } from './inflate.ts';

const CHARSETS = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

/** The body as text, whatever the Content-Type says it is. */
export function readBody(request: HttpRequest, maxBytes: number): Body | Refusal {
  const charset = refuseCharset(request.headers['content-type']);
  if (charset !== undefined) return charset;
  const encoding = (request.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === 'gzip' || encoding === 'x-gzip') return decode(inflate(request, maxBytes), maxBytes);
  if (encoding !== '' && encoding !== 'identity')
    return new Refusal(415, 'unsupported_encoding', 'Content-Encoding must be gzip or absent');
  return decode(Buffer.from(request.body ?? '', request.isBase64Encoded ? 'base64' : 'utf8'), maxBytes);
}

function refuseCharset(contentType = ''): Refusal | undefined {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
  if (charset === undefined || CHARSETS.has(charset.toLowerCase())) return undefined;
  return new Refusal(415, 'unsupported_charset', 'the body must be UTF-8');
}

function decode(bytes: Buffer | Refusal, maxBytes: number): Body | Refusal {
  if (bytes instanceof Refusal) return bytes;
  if (bytes.length > maxBytes)
    return new Refusal(413, 'body_too_large', `a body may have at most ${maxBytes} bytes`);
  try {
    return bodyOfBytes(bytes);
  } catch {
    return new Refusal(400, 'invalid_utf8', 'the body must be UTF-8, it holds bytes that are not');
  }
}
