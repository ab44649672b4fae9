import type { HttpRequest } from '../../lib/http.ts';
import { Refusal } from '../refusal.ts';
import { type Body, bodyOfBytes, bodyOfText } from './body.ts';
import { inflate } from './inflate.ts';

const GZIP = new Set(['gzip', 'x-gzip']);
const PLAIN = new Set(['', 'identity']);
const CHARSETS = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

/** The body as text, whatever the Content-Type says it is. */
export function readBody(request: HttpRequest, maxBytes: number): Body | Refusal {
  const charset = refuseCharset(request.headers['content-type']);
  if (charset !== undefined) return charset;
  const encoding = (request.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (GZIP.has(encoding)) return decode(inflate(request, maxBytes));
  if (!PLAIN.has(encoding))
    return new Refusal(415, 'unsupported_encoding', 'Content-Encoding must be gzip or absent');
  const body = readPlain(request);
  if (body instanceof Refusal || body.bytes <= maxBytes) return body;
  return new Refusal(413, 'body_too_large', `a body may have at most ${maxBytes} bytes`);
}

function refuseCharset(contentType = ''): Refusal | undefined {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
  if (charset === undefined || CHARSETS.has(charset.toLowerCase())) return undefined;
  return new Refusal(415, 'unsupported_charset', 'the body must be UTF-8');
}

function readPlain({ body = '', isBase64Encoded }: HttpRequest): Body | Refusal {
  return isBase64Encoded ? decode(Buffer.from(body, 'base64')) : bodyOfText(body);
}

function decode(bytes: Buffer | Refusal): Body | Refusal {
  if (bytes instanceof Refusal) return bytes;
  try {
    return bodyOfBytes(bytes);
  } catch {
    return new Refusal(400, 'invalid_utf8', 'the body must be UTF-8, it holds bytes that are not');
  }
}
