import { gunzipSync } from 'node:zlib';
import type { HttpRequest } from '../../lib/http.ts';
import { Refusal } from '../refusal.ts';

const BASE64_GZIP = 'H4sI'; // how the gzip header begins in base64

/** The inflated body, within a bound, so that a bomb costs no more than any other request. */
export function inflate(request: HttpRequest, maxBytes: number): Buffer | Refusal {
  const zipped = zippedBytes(request);
  if (zipped instanceof Refusal) return zipped;
  try {
    return gunzipSync(zipped, { maxOutputLength: maxBytes });
  } catch (error) {
    if (isTooLarge(error))
      return new Refusal(413, 'body_too_large', `a body may inflate to ${maxBytes} bytes`);
    return new Refusal(400, 'invalid_gzip', 'the body is not the gzip that Content-Encoding says it is');
  }
}

/** HTTP APIs hand over some types as base64, flagged or not, and others as text that may have lost bytes on the way. */
function zippedBytes({ body = '', isBase64Encoded }: HttpRequest): Buffer | Refusal {
  if (isBase64Encoded || body.startsWith(BASE64_GZIP)) return Buffer.from(body, 'base64');
  if (!body.includes('\u{fffd}')) return Buffer.from(body, 'latin1');
  const message =
    'the gzip body was read as text on its way here; send it as application/octet-stream or unzipped';
  return new Refusal(400, 'mangled_gzip', message);
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
