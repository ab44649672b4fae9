import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { KeyLocks } from '../../dynamodb/storage/key-locks.ts';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../../protocols/service.ts';
import { xml } from '../../protocols/xml.ts';
import { etag } from './etag.ts';
import { folderObjects } from './folder-objects.ts';
import { listObjects } from './list-objects.ts';
import { memoryObjects } from './memory-objects.ts';
import type { Objects, StoredObject } from './objects.ts';
import { readUpload } from './request-body.ts';

export type S3Options = {
  readonly clock: Clock;
  /** Where state is kept; in memory when not given. */
  readonly dataDir?: string;
};

/** The local S3, addressed by path: the AWS service, and what the local cloud itself needs of it. */
export type S3 = AwsService & {
  /** Makes a bucket known; its objects outlive a restart. */
  createBucket(name: string): void;
  putObject(bucket: string, key: string, body: string | Buffer): Promise<void>;
};

type Parts = {
  readonly objects: Objects;
  readonly locks: KeyLocks;
  readonly buckets: ReadonlySet<string>;
  readonly now: () => number;
};
type Call = { readonly request: AwsRequest; readonly bucket: string; readonly key: string };
type Operation = (parts: Parts, call: Call) => Promise<AwsResponse>;

export function openS3({ clock, dataDir }: S3Options): S3 {
  const objects = dataDir === undefined ? memoryObjects() : folderObjects(join(dataDir, 's3'));
  const buckets = new Set<string>();
  const parts: Parts = { objects, locks: new KeyLocks(), buckets, now: () => clock.now() };
  return {
    name: 's3',
    handle: (request) => answer(parts, request),
    refuse: errorAnswer,
    createBucket: (name) => void buckets.add(name),
    async putObject(bucket, key, body) {
      requireBucket(parts, bucket);
      await objects.put(bucket, key, { body: Buffer.from(body), headers: {}, lastModified: clock.now() });
    },
  };
}

const OBJECT_OPERATIONS: Readonly<Record<string, Operation>> = {
  PUT: putObject,
  GET: getObject,
  HEAD: getObject,
  DELETE: deleteObject,
};

// each of these would be another operation on the same path: an ACL, tags, a part of an upload
const PLAIN_PARAMETERS = new Set([
  'x-id',
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'continuation-token',
  'start-after',
]);

async function answer(parts: Parts, request: AwsRequest): Promise<AwsResponse> {
  try {
    const [, bucket = '', ...path] = request.path.split('/');
    const call = { request, bucket, key: decodeURIComponent(path.join('/')) };
    requirePlain(request);
    const operation = operationOf(call);
    if (operation === undefined) throw notImplemented(request);
    if (operation !== listBuckets) requireBucket(parts, bucket);
    return await operation(parts, call);
  } catch (error) {
    return answerError(error, request);
  }
}

function operationOf({ request, bucket, key }: Call): Operation | undefined {
  if (bucket === '') return request.method === 'GET' ? listBuckets : undefined;
  return key === '' ? bucketOperation(request) : OBJECT_OPERATIONS[request.method];
}

async function listBuckets({ buckets }: Parts): Promise<AwsResponse> {
  const names = [...buckets].sort().map((name) => ['Bucket', [['Name', name]]] as const);
  const body = xml('ListAllMyBucketsResult', [['Buckets', names]]);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function bucketOperation({ method, query }: AwsRequest): Operation | undefined {
  if (method === 'HEAD') return async () => ({ status: 200, body: '' });
  return method === 'GET' && query.get('list-type') === '2' ? listBucket : undefined;
}

async function listBucket({ objects }: Parts, { bucket, request }: Call): Promise<AwsResponse> {
  const body = await listObjects(objects, bucket, request.query);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

async function putObject({ objects, locks, now }: Parts, call: Call): Promise<AwsResponse> {
  const { request, bucket, key } = call;
  const { body, checksums } = readUpload(request);
  const headers = { ...keptHeaders(request.headers), ...checksums };
  // of two conditional writes at once, the second must see the first
  await locks.hold([`${bucket}/${key}`], async () => {
    await requireConditions(objects, call);
    await objects.put(bucket, key, { body, headers, lastModified: now() });
  });
  return { status: 200, headers: { etag: etag(body), ...checksums }, body: '' };
}

async function getObject({ objects }: Parts, { request, bucket, key }: Call): Promise<AwsResponse> {
  if (request.headers.range !== undefined) throw notImplemented(request, 'Range');
  const object = await objects.get(bucket, key);
  if (object === undefined) {
    throw new AwsError('NoSuchKey', `bucket ${bucket} has no object ${key}`, { status: 404 });
  }
  const headers = answerHeaders(object, request);
  return { status: 200, headers, body: request.method === 'HEAD' ? '' : object.body };
}

async function deleteObject({ objects }: Parts, { bucket, key }: Call): Promise<AwsResponse> {
  await objects.delete(bucket, key);
  return { status: 204, body: '' };
}

function answerHeaders(object: StoredObject, { headers: asked }: AwsRequest): Record<string, string> {
  const wantsChecksums = asked['x-amz-checksum-mode'] === 'ENABLED';
  const kept = Object.entries(object.headers).filter(
    ([name]) => wantsChecksums || !name.startsWith('x-amz-checksum-'),
  );
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(kept),
    'content-length': String(object.body.length),
    'last-modified': new Date(object.lastModified).toUTCString(),
    etag: etag(object.body),
  };
}

function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const isKept = (name: string): boolean =>
    name.startsWith('x-amz-meta-') || /^(content-(type|disposition|language)|cache-control)$/.test(name);
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => isKept(name)));
  const encodings = (headers['content-encoding'] ?? '').split(/,\s*/);
  const encoding = encodings.filter((name) => name !== 'aws-chunked' && name !== '').join(',');
  return encoding === '' ? kept : { ...kept, 'content-encoding': encoding };
}

async function requireConditions(objects: Objects, { request, bucket, key }: Call): Promise<void> {
  const { 'if-none-match': absent, 'if-match': expected } = request.headers;
  if (absent === undefined && expected === undefined) return;
  const existing = await objects.get(bucket, key);
  const isMet = absent !== undefined ? existing === undefined : existing && etag(existing.body) === expected;
  if (isMet) return;
  throw new AwsError('PreconditionFailed', `the condition on ${key} does not hold`, { status: 412 });
}

function requireBucket({ buckets }: Parts, bucket: string): void {
  if (buckets.has(bucket)) return;
  throw new AwsError('NoSuchBucket', `there is no bucket "${bucket}"`, { status: 404 });
}

function requirePlain(request: AwsRequest): void {
  const other = [...request.query.keys()].find((name) => !PLAIN_PARAMETERS.has(name));
  if (other !== undefined) throw notImplemented(request, other);
  if (request.headers['x-amz-copy-source'] !== undefined) throw notImplemented(request, 'CopyObject');
}

function notImplemented({ method, path }: AwsRequest, detail = ''): AwsError {
  const message = `the local S3 does not support ${[method, path, detail].filter(Boolean).join(' ')}`;
  return new AwsError('NotImplemented', message, { status: 501 });
}

function answerError(cause: unknown, { method }: AwsRequest): AwsResponse {
  const answer = errorAnswer(cause instanceof AwsError ? cause : unexpected(cause));
  return method === 'HEAD' ? { ...answer, body: '' } : answer;
}

function errorAnswer({ code, message, status }: AwsError): AwsResponse {
  const body = xml('Error', [
    ['Code', code],
    ['Message', message],
  ]);
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

// a bug here must be seen by whoever runs the local cloud, the SDK only retries it
function unexpected(cause: unknown): AwsError {
  console.error(cause);
  return new AwsError('InternalError', String(cause), { status: 500 });
}
