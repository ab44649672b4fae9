import { xml } from '../../protocols/xml.ts';
import { etag } from './etag.ts';
import type { Objects } from './objects.ts';

const MAX_KEYS = 1000;

/** ListObjectsV2: keys by prefix, folded at a delimiter, page by page. */
export async function listObjects(objects: Objects, bucket: string, query: URLSearchParams): Promise<string> {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const after = decodeToken(query.get('continuation-token')) ?? query.get('start-after') ?? '';
  const limit = Math.min(Number(query.get('max-keys') ?? MAX_KEYS), MAX_KEYS);
  const keys = (await objects.keys(bucket)).filter((key) => key.startsWith(prefix));
  const entries = [...new Set(keys.map((key) => fold(key, prefix, delimiter)))];
  const from = entries.filter((entry) => Buffer.compare(Buffer.from(entry), Buffer.from(after)) > 0);
  const page = from.slice(0, limit);
  const isTruncated = from.length > page.length;
  const isFolder = (entry: string): boolean =>
    delimiter !== '' && entry.slice(prefix.length).includes(delimiter);
  const contents = page.filter((entry) => !isFolder(entry));
  return xml('ListBucketResult', [
    ['Name', bucket],
    ['Prefix', prefix],
    ['KeyCount', page.length],
    ['MaxKeys', limit],
    ['IsTruncated', isTruncated],
    ...(isTruncated ? [['NextContinuationToken', encodeToken(page.at(-1) ?? '')] as const] : []),
    ...(await Promise.all(
      contents.map(async (key) => ['Contents', await describe(objects, bucket, key)] as const),
    )),
    ...page.filter(isFolder).map((entry) => ['CommonPrefixes', [['Prefix', entry]]] as const),
  ]);
}

function fold(key: string, prefix: string, delimiter: string): string {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? key : key.slice(0, end + delimiter.length);
}

async function describe(objects: Objects, bucket: string, key: string) {
  const object = await objects.get(bucket, key);
  return [
    ['Key', key],
    ['LastModified', new Date(object?.lastModified ?? 0).toISOString()],
    ['ETag', etag(object?.body ?? Buffer.alloc(0))],
    ['Size', object?.body.length ?? 0],
    ['StorageClass', 'STANDARD'],
  ] as const;
}

function encodeToken(entry: string): string {
  return Buffer.from(entry).toString('base64url');
}

function decodeToken(token: string | null): string | undefined {
  return token === null ? undefined : Buffer.from(token, 'base64url').toString();
}
