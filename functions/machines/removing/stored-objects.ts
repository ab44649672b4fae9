import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

export type Bucket = { readonly client: () => S3Client; readonly name: string };

export type StoredObject = { readonly text: string; readonly etag: string | undefined };

const compress = promisify(gzip);
const inflate = promisify(gunzip);
const GZIP_MAGIC = 0x1f8b;

/** The next keys under a prefix, in order. */
export async function listKeys(
  { client, name }: Bucket,
  { prefix, after, limit }: { readonly prefix: string; readonly after: string; readonly limit: number },
): Promise<string[]> {
  const input = { Bucket: name, Prefix: prefix, StartAfter: after, MaxKeys: limit };
  const { Contents = [] } = await client().send(new ListObjectsV2Command(input));
  return Contents.flatMap(({ Key }) => Key ?? []);
}

export async function readObject({ client, name }: Bucket, key: string): Promise<StoredObject> {
  const { Body, ETag } = await client().send(new GetObjectCommand({ Bucket: name, Key: key }));
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  const isCompressed = bytes.length > 1 && bytes.readUInt16BE(0) === GZIP_MAGIC;
  return { text: (isCompressed ? await inflate(bytes) : bytes).toString(), etag: ETag };
}

/** Only over what was read: `changed` when another erasure was at the same object. */
export async function replaceObject(
  { client, name }: Bucket,
  key: string,
  { text, etag }: StoredObject,
): Promise<'replaced' | 'changed'> {
  const Body = key.endsWith('.gz') ? await compress(text) : text;
  try {
    await client().send(new PutObjectCommand({ Bucket: name, Key: key, Body, IfMatch: etag }));
    return 'replaced';
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return 'changed';
    throw error;
  }
}

export async function deleteObject({ client, name }: Bucket, key: string): Promise<void> {
  await client().send(new DeleteObjectCommand({ Bucket: name, Key: key }));
}
