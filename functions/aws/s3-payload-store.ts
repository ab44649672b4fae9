import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

const compress = promisify(gzip);

/** Port: takes payloads that are too large for a table item. Putting the same key twice keeps one. */
export type PayloadStore = { put(key: string, payload: string): Promise<void> };

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
