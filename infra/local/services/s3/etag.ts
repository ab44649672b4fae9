import { createHash } from 'node:crypto';

/** The ETag of an object that was put in one piece. */
export function etag(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}
