import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, createClock } from '../../../../../infra/local/clock.ts';
import { openS3, type S3 } from '../../../../../infra/local/services/s3/s3.ts';
import { type LocalAws, serveAws } from '../../../../support/aws/local-aws.ts';

const bucket = { Bucket: 'failed-events' };

describe.each(['in memory', 'in folders'])('the local S3 %s', (place) => {
  const dataDir = place === 'in memory' ? undefined : mkdtempSync(join(tmpdir(), 'tributary-s3-'));
  let clock: Clock;
  let s3: S3;
  let aws: LocalAws;
  let client: S3Client;

  const start = async () => {
    clock = createClock();
    s3 = openS3({ clock, dataDir });
    s3.createBucket('failed-events');
    aws = await serveAws([s3]);
    client = new S3Client(aws.config);
  };
  const stop = async () => {
    client.destroy();
    await aws.close();
  };
  beforeEach(start);
  afterEach(async () => {
    await stop();
    if (dataDir !== undefined) rmSync(dataDir, { recursive: true, force: true });
  });

  const put = (Key: string, Body: string | Uint8Array | Readable, more: object = {}) =>
    client.send(new PutObjectCommand({ ...bucket, Key, Body, ...more }));
  const get = async (Key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ ...bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  const list = (more: object = {}) => client.send(new ListObjectsV2Command({ ...bucket, ...more }));

  it('gives back what was put, with its headers', async () => {
    clock.freeze();
    const body = gzipSync('{"event":"Sign up"}');

    const { ETag } = await put('2026-11-21/é b.json', body, {
      ContentType: 'application/json',
      ContentEncoding: 'gzip',
      Metadata: { reason: 'too-large' },
    });

    expect(gunzipSync(await get('2026-11-21/é b.json')).toString()).toBe('{"event":"Sign up"}');
    const head = await client.send(new HeadObjectCommand({ ...bucket, Key: '2026-11-21/é b.json' }));
    expect(head).toMatchObject({
      ContentType: 'application/json',
      ContentEncoding: 'gzip',
      ContentLength: body.length,
      Metadata: { reason: 'too-large' },
      ETag,
      LastModified: new Date(Math.floor(clock.now() / 1000) * 1000),
    });
  });

  it('takes large bodies, also as a stream in chunks', async () => {
    const large = Buffer.alloc(6 * 1024 * 1024, 'tributary');
    const chunks = Array.from({ length: 96 }, (_, index) =>
      large.subarray(index * 65_536, (index + 1) * 65_536),
    );

    await put('large', large);
    await put('streamed', Readable.from(chunks), { ContentLength: large.length });

    expect((await get('large')).equals(large)).toBe(true);
    expect((await get('streamed')).equals(large)).toBe(true);
    const head = await client.send(new HeadObjectCommand({ ...bucket, Key: 'streamed' }));
    expect(head.ContentEncoding).toBeUndefined();
  });

  it('keeps a key and a key below it apart', async () => {
    await put('a', 'file');
    await put('a/b', 'below');
    await put('..', 'dots');

    expect(await Promise.all(['a', 'a/b', '..'].map(async (key) => String(await get(key))))).toEqual([
      'file',
      'below',
      'dots',
    ]);
  });

  it('takes keys of up to 1,024 characters', async () => {
    const keys = ['1', '2'].map((last) => 'k'.repeat(1023) + last);
    for (const key of keys) await put(key, key);

    expect(String(await get(keys[1] ?? ''))).toBe(keys[1]);
    expect((await list()).Contents?.map((object) => object.Key)).toEqual(keys);
  });

  it('lists keys in order, by prefix, folded and page by page', async () => {
    for (const key of ['b/2', 'a/1', 'b/1', 'c', 'b/deep/1']) await put(key, key);

    const folded = await list({ Delimiter: '/' });
    const first = await list({ Prefix: 'b/', MaxKeys: 2 });
    const second = await list({ Prefix: 'b/', MaxKeys: 2, ContinuationToken: first.NextContinuationToken });

    expect(folded.Contents?.map((object) => object.Key)).toEqual(['c']);
    expect(folded.CommonPrefixes?.map((folder) => folder.Prefix)).toEqual(['a/', 'b/']);
    expect(first.Contents?.map((object) => object.Key)).toEqual(['b/1', 'b/2']);
    expect(second.Contents).toMatchObject([{ Key: 'b/deep/1', Size: 8 }]);
    expect(second.IsTruncated).toBe(false);
  });

  it('lists its buckets in order', async () => {
    s3.createBucket('archive');

    const { Buckets } = await client.send(new ListBucketsCommand({}));

    expect(Buckets?.map(({ Name }) => Name)).toEqual(['archive', 'failed-events']);
  });

  it('deletes objects, also those that are not there', async () => {
    await put('short-lived', 'x');

    await client.send(new DeleteObjectCommand({ ...bucket, Key: 'short-lived' }));
    await client.send(new DeleteObjectCommand({ ...bucket, Key: 'never-there' }));

    await expect(get('short-lived')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('writes only when the condition holds', async () => {
    const { ETag } = await put('once', 'first', { IfNoneMatch: '*' });

    await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await put('once', 'third', { IfMatch: ETag });
    await expect(put('once', 'fourth', { IfMatch: ETag })).rejects.toThrow('condition');

    expect(String(await get('once'))).toBe('third');
  });

  it('lets one of several simultaneous first writes win', async () => {
    const writes = Array.from({ length: 10 }, (_, index) => put('race', String(index), { IfNoneMatch: '*' }));

    const outcomes = await Promise.allSettled(writes);

    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('refuses a body that does not match its checksum', async () => {
    await expect(put('damaged', 'body', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
  });

  it.each([
    [
      'an unknown bucket',
      () => client.send(new PutObjectCommand({ Bucket: 'nowhere', Key: 'a', Body: 'x' })),
      'NoSuchBucket',
    ],
    [
      'a multipart upload',
      () => client.send(new CreateMultipartUploadCommand({ ...bucket, Key: 'a' })),
      'NotImplemented',
    ],
    [
      'a copy',
      () => client.send(new CopyObjectCommand({ ...bucket, Key: 'a', CopySource: 'failed-events/b' })),
      'NotImplemented',
    ],
    [
      'a part of an object',
      () => client.send(new GetObjectCommand({ ...bucket, Key: 'a', Range: 'bytes=0-1' })),
      'NotImplemented',
    ],
  ])('refuses %s', async (_case, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
  });

  it(dataDir ? 'keeps objects over a restart' : 'forgets objects with the process', async () => {
    await put('kept', 'still here', { ContentType: 'text/plain' });

    await stop();
    await start();

    const kept = dataDir ? [{ Key: 'kept', Size: 10 }] : [];
    expect((await list()).Contents ?? []).toMatchObject(kept);
    if (dataDir) expect(String(await get('kept'))).toBe('still here');
  });
});
