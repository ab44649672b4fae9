import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../../../infra/local/clock.ts';
import { openDatabase } from '../../../../../infra/local/protocols/database.ts';
import {
  checkpointSchema,
  createCheckpoints,
} from '../../../../../infra/local/runtime/mappings/checkpoints.ts';
import { createWork } from '../../../../../infra/local/runtime/work.ts';
import {
  type DeliveryConfig,
  DeliveryStream,
} from '../../../../../infra/local/services/firehose/delivery-stream.ts';
import { compileObjectKey } from '../../../../../infra/local/services/firehose/object-key.ts';
import { openKinesis } from '../../../../../infra/local/services/kinesis/kinesis.ts';
import { openS3 } from '../../../../../infra/local/services/s3/s3.ts';
import { serveAws } from '../../../../support/aws/local-aws.ts';

const prefix = 'events/!{timestamp:yyyy/MM/dd}/';
const config: DeliveryConfig = {
  name: 'archive',
  arn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/archive',
  sourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
  bucket: 'archive',
  writeKey: compileObjectKey('archive', { prefix, extension: '.gz', path: 'Shop/Archive' }),
  isCompressed: true,
  delimiter: '\n',
  bufferBytes: 1_000_000,
  bufferMs: 60_000,
  roles: { source: 'arn:aws:iam::000000000000:role/reader', bucket: 'arn:aws:iam::000000000000:role/writer' },
};

/** A Kinesis stream of two shards, delivered into a bucket; the clock stands still. */
async function start(dataDir: string, changes: Partial<DeliveryConfig> = {}) {
  const clock = createClock({ real: { now: () => Date.UTC(2026, 6, 1, 12), wake: () => () => undefined } });
  const kinesis = openKinesis({ clock, dataDir });
  await kinesis.createStream({ StreamName: 'events', ShardCount: 2 });
  const s3 = openS3({ clock, dataDir });
  s3.createBucket('archive');
  const aws = await serveAws([kinesis, s3]);
  const database = openDatabase(dataDir, 'runtime', checkpointSchema);
  const work = createWork();
  const stopping = new AbortController();
  const sizes: number[] = [];
  const opened = Promise.withResolvers<void>();
  let isAllowed = true;
  const delivery = new DeliveryStream({ ...config, ...changes }, kinesis.streamOf('events'), {
    ...{ work, signal: stopping.signal, checkpoints: createCheckpoints(database) },
    putObject: s3.putObject,
    onRecord: (bytes) => void sizes.push(bytes),
    mayWrite: () => isAllowed,
    startWindow(delayMs, passed) {
      opened.resolve();
      return clock.setTimer(clock.now() + delayMs, passed);
    },
  });
  const client = {
    kinesis: new KinesisClient(aws.config),
    s3: new S3Client({ ...aws.config, forcePathStyle: true }),
  };
  const list = async () => {
    const { Contents = [] } = await client.s3.send(new ListObjectsV2Command({ Bucket: 'archive' }));
    return Contents.map(({ Key = '' }) => Key);
  };
  return {
    list,
    sizes,
    allow(allowed: boolean) {
      isAllowed = allowed;
    },
    put: (...bodies: string[]) =>
      client.kinesis.send(
        new PutRecordsCommand({
          StreamName: 'events',
          Records: bodies.map((body) => ({ PartitionKey: body, Data: Buffer.from(body) })),
        }),
      ),
    /** The lines of every object, in any order. */
    async lines() {
      const lines = (await list()).map(async (Key) => {
        const { Body } = await client.s3.send(new GetObjectCommand({ Bucket: 'archive', Key }));
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        return gunzipSync(bytes).toString().split('\n').slice(0, -1);
      });
      return (await Promise.all(lines)).flat().sort();
    },
    async drain() {
      delivery.flush(true);
      expect(await work.settled(5_000)).toBe(true);
      delivery.flush(false);
    },
    /** Resolves once something waits in the buffer. */
    buffered: opened.promise,
    settled: () => work.settled(5_000),
    advance: (durationMs: number) =>
      clock.advanceTo(clock.now() + durationMs, { between: async () => undefined }),
    isIdle: () => Object.keys(work.left()).length === 0,
    async stop() {
      stopping.abort();
      delivery.stop();
      for (const each of Object.values(client)) each.destroy();
      await aws.close();
      database.close();
    },
  };
}

describe('a delivery stream', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-firehose-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('writes every record on a line of its own, in an object named by day', async () => {
    const stream = await start(dataDir);
    await stream.put('{"a":1}', '{"b":2}', '{"c":3}');

    await stream.drain();

    expect(await stream.lines()).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
    expect(await stream.list()).toEqual([
      expect.stringMatching(/^events\/2026\/07\/01\/archive-1-2026-07-01-12-00-00-[0-9a-f-]{36}\.gz$/),
    ]);
    await stream.stop();
  });

  it('tells the size of each record, without the delimiter', async () => {
    const stream = await start(dataDir);
    await stream.put('{"a":1}', '{"bb":22}');

    await stream.drain();

    expect(stream.sizes.toSorted()).toEqual([7, 9]);
    await stream.stop();
  });

  it('writes by itself once the oldest record has waited as long as the buffer says', async () => {
    const stream = await start(dataDir);
    await stream.put('early');
    await stream.buffered;

    await stream.advance(59_000);
    expect(await stream.list()).toEqual([]);

    await stream.advance(1_000);
    expect(await stream.settled()).toBe(true);
    expect(await stream.lines()).toEqual(['early']);
    await stream.stop();
  });

  it('is at rest while it waits, so that a moving clock need not write', async () => {
    const stream = await start(dataDir);
    await stream.put('early');
    await stream.buffered;

    expect(await stream.settled()).toBe(true);
    expect(await stream.list()).toEqual([]);
    await stream.stop();
  });

  it('writes by itself once the buffer is full', async () => {
    const stream = await start(dataDir, { bufferBytes: 10 });
    await stream.put('0123456789');

    expect(await stream.settled()).toBe(true);

    expect(await stream.lines()).toEqual(['0123456789']);
    await stream.stop();
  });

  it('keeps what it may not write, and tries again in the next window', async () => {
    const stream = await start(dataDir, { bufferBytes: 10 });
    stream.allow(false);
    await stream.put('0123456789');
    await stream.buffered;
    expect(await stream.list()).toEqual([]);

    stream.allow(true);
    await stream.advance(60_000);

    expect(await stream.settled()).toBe(true);
    expect(await stream.lines()).toEqual(['0123456789']);
    await stream.stop();
  });

  it('does nothing while nothing comes', async () => {
    const stream = await start(dataDir);
    await stream.drain();

    await stream.drain();

    expect(await stream.list()).toEqual([]);
    expect(stream.isIdle()).toBe(true);
    await stream.stop();
  });

  it('reads again what was buffered when it stopped, and nothing that was written', async () => {
    const before = await start(dataDir);
    await before.put('written');
    await before.drain();
    await before.put('buffered');
    await before.stop();

    const after = await start(dataDir);
    await after.drain();

    expect(await after.lines()).toEqual(['buffered', 'written']);
    await after.stop();
  });
});

describe('the names of archived objects', () => {
  const arrival = Date.UTC(2026, 0, 2, 3, 4, 5);
  const key = (prefix: string) =>
    compileObjectKey('archive', { prefix, extension: '', path: 'Shop/Archive' });

  it.each([
    ['without a prefix, by hour', '', /^2026\/01\/02\/03\/archive-1-2026-01-02-03-04-05-[0-9a-f-]{36}$/],
    ['by hour after a plain prefix', 'raw/', /^raw\/2026\/01\/02\/03\/archive-1-/],
    ['by what the prefix says', 'y=!{timestamp:yyyy}/m=!{timestamp:MM}/', /^y=2026\/m=01\/archive-1-/],
    ['by chance', '!{firehose:random-string}/', /^[\w-]{11}\/archive-1-/],
  ])('begin %s', (_what, prefix, expected) => {
    expect(key(prefix)(arrival)).toMatch(expected);
  });

  it.each(['!{partitionKeyFromQuery:customer}/', '!{timestamp:YYYY}/'])('refuse %s', (prefix) => {
    expect(() => key(prefix)).toThrow(/unsupported expression .* at Shop\/Archive/);
  });
});
