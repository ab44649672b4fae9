import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

const compress = promisify(gzip);
const inflate = promisify(gunzip);

/** Port: takes payloads that are too large for a table item. Putting the same key twice keeps one. */
export type PayloadStore = { put(key: string, payload: string): Promise<void> };

/** Port: gives them back. */
export type PayloadReader = { get(key: string): Promise<string> };

/** JSON payloads as gzipped objects of one bucket; the client is only made when the first one comes. */
export function s3PayloadStore(client: () => S3Client, bucket: string): PayloadStore {
  return {
    put: async (key, payload) => {
      const Body = await compress(payload);
      const type = { ContentType: 'application/json', ContentEncoding: 'gzip' };
      await client().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ...type }));
    },
  };
}

export function s3PayloadReader(client: () => S3Client, bucket: string): PayloadReader {
  return {
    get: async (key) => {
      const { Body } = await client().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (Body === undefined) throw new Error(`payload ${key} has no body`);
      return (await inflate(await Body.transformToByteArray())).toString();
    },
  };
}
