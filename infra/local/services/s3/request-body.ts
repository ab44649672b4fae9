import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError, type AwsRequest } from '../../protocols/service.ts';

/** The bytes of an upload, unpacked and compared with the checksums that came with it. */
export function readUpload({ headers, body }: AwsRequest): {
  body: Buffer;
  checksums: Record<string, string>;
} {
  const isChunked = (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  const { content, trailers } = isChunked ? readChunks(body) : { content: body, trailers: {} };
  const checksums = checksumsOf({ ...headers, ...trailers });
  for (const [header, expected] of Object.entries(checksums)) requireChecksum(header, expected, content);
  return { body: content, checksums };
}

type Unpacked = { readonly content: Buffer; readonly trailers: Record<string, string> };

// aws-chunked: "<hex size>[;signature]\r\n<bytes>\r\n" until size 0, then trailing headers
function readChunks(body: Buffer): Unpacked {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    if (lineEnd < 0 || Number.isNaN(size)) {
      throw new AwsError('IncompleteBody', `the aws-chunked body has no chunk size at byte ${at}`);
    }
    const start = lineEnd + 2;
    if (size === 0) return { content: Buffer.concat(parts), trailers: readTrailers(body.subarray(start)) };
    parts.push(body.subarray(start, start + size));
    at = start + size + 2;
  }
}

function readTrailers(bytes: Buffer): Record<string, string> {
  const lines = bytes.toString('latin1').split('\r\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => line.split(/:\s*/, 2) as [string, string]));
}

function checksumsOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const found = Object.entries(headers).filter(([name]) =>
    /^x-amz-checksum-(?!algorithm|mode|type)/.test(name),
  );
  return Object.fromEntries(found);
}

const DIGESTS: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  'x-amz-checksum-crc32': (content) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(content));
    return bytes;
  },
  'x-amz-checksum-sha1': (content) => createHash('sha1').update(content).digest(),
  'x-amz-checksum-sha256': (content) => createHash('sha256').update(content).digest(),
};

function requireChecksum(header: string, expected: string, content: Buffer): void {
  const digest = DIGESTS[header];
  if (digest === undefined) {
    throw new AwsError('NotImplemented', `the local S3 does not check ${header}`, { status: 501 });
  }
  if (digest(content).toString('base64') !== expected) {
    throw new AwsError('BadDigest', `the body does not match its ${header} ${expected}`);
  }
}
