import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  SplitShardCommand,
  StartStreamEncryptionCommand,
} from '@aws-sdk/client-kinesis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, createClock } from '../../../../../infra/local/clock.ts';
import { type Kinesis, openKinesis, openStore } from '../../../../../infra/local/services/kinesis/kinesis.ts';
import { type LocalAws, serveAws } from '../../../../support/aws/local-aws.ts';

const stream = { StreamName: 'events' };
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array | undefined) => new TextDecoder().decode(data);

describe('the local Kinesis', () => {
  let clock: Clock;
  let kinesis: Kinesis;
  let aws: LocalAws;
  let client: KinesisClient;

  const start = async (dataDir?: string) => {
    clock = createClock();
    kinesis = openKinesis({ clock, dataDir });
    aws = await serveAws([kinesis]);
    client = new KinesisClient(aws.config);
  };
  const stop = async () => {
    client.destroy();
    await aws.close();
  };
  beforeEach(() => start());
  afterEach(stop);

  const put = (data: string, PartitionKey = 'ada') =>
    client.send(new PutRecordCommand({ ...stream, PartitionKey, Data: bytes(data) }));
  const readAll = async (ShardId = 'shardId-000000000000') => {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ ...stream, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }));
    return Records ?? [];
  };

  it('gives back records in the order they were put', async () => {
    await kinesis.createStream({ ...stream, ShardCount: 1 });

    await put('first');
    const many = await client.send(
      new PutRecordsCommand({
        ...stream,
        Records: ['second', 'third'].map((data) => ({ PartitionKey: 'bob', Data: bytes(data) })),
      }),
    );
    await put('fourth');

    const records = await readAll();
    expect(many.FailedRecordCount).toBe(0);
    expect(records.map((record) => text(record.Data))).toEqual(['first', 'second', 'third', 'fourth']);
    expect(records.map((record) => record.PartitionKey)).toEqual(['ada', 'bob', 'bob', 'ada']);
  });

  it('reads on after a sequence number', async () => {
    await kinesis.createStream({ ...stream, ShardCount: 1 });
    const { ShardId, SequenceNumber } = await put('first');
    await put('second');

    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        ...stream,
        ShardId,
        ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
        StartingSequenceNumber: SequenceNumber,
      }),
    );
    const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }));

    expect(Records?.map((record) => text(record.Data))).toEqual(['second']);
  });

  it('takes a stream by its ARN as well as by its name', async () => {
    const { StreamARN } = await kinesis.createStream({ ...stream, ShardCount: 2 });

    await client.send(new PutRecordCommand({ StreamARN, PartitionKey: 'ada', Data: bytes('by arn') }));
    const { Shards } = await client.send(new ListShardsCommand({ StreamARN }));

    const records = await Promise.all((Shards ?? []).map((shard) => readAll(shard.ShardId)));
    expect(records.flat().map((record) => text(record.Data))).toEqual(['by arn']);
    expect(kinesis.streamOf('events').arn).toBe(StreamARN);
  });

  it('puts the records of one partition key into one shard', async () => {
    await kinesis.createStream({ ...stream, ShardCount: 4 });

    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => put(String(index), 'ada')));

    expect(new Set(answers.map((answer) => answer.ShardId)).size).toBe(1);
  });

  it('gives event source mappings the records as Lambda receives them', async () => {
    await kinesis.createStream({ ...stream, ShardCount: 1 });
    clock.freeze();
    await put('first');
    const { SequenceNumber } = await put('second', 'bob');

    const source = kinesis.streamOf('events');
    const [first, second] = await source.read('shardId-000000000000', undefined, 10);

    expect(second).toEqual({
      sequenceNumber: SequenceNumber,
      partitionKey: 'bob',
      approximateArrival: clock.now(),
      data: {
        kinesis: {
          kinesisSchemaVersion: '1.0',
          partitionKey: 'bob',
          sequenceNumber: SequenceNumber,
          data: Buffer.from('second').toString('base64'),
          approximateArrivalTimestamp: clock.now() / 1000,
        },
        eventSource: 'aws:kinesis',
        eventVersion: '1.0',
        eventID: `shardId-000000000000:${SequenceNumber}`,
        eventName: 'aws:kinesis:record',
        awsRegion: 'us-east-1',
        eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
      },
    });
    expect(await source.read('shardId-000000000000', first?.sequenceNumber, 10)).toEqual([second]);
    expect(await source.read('shardId-000000000000', undefined, 1)).toEqual([first]);
  });

  it('tells its readers of every append until they stop listening', async () => {
    await kinesis.createStream({ ...stream, ShardCount: 1 });
    let appends = 0;
    const stopListening = kinesis.streamOf('events').onAppend(() => {
      appends += 1;
    });

    await put('told');
    stopListening();
    await put('not told');

    expect(appends).toBe(1);
  });

  it('stamps records with the virtual clock and keeps them for a day of it', async () => {
    await kinesis.createStream({ ...stream, ShardCount: 1 });
    await put('old');
    await clock.advanceTo(clock.now() + 90 * 86_400_000, { between: async () => {} });
    await put('young');

    await kinesis.sweep();

    const records = await kinesis.streamOf('events').read('shardId-000000000000', undefined, 10);
    expect(records).toHaveLength(1);
    expect(Math.abs((records[0]?.approximateArrival ?? 0) - clock.now())).toBeLessThan(60_000);
  });

  it('shows the children of a split shard after their parent', async () => {
    await kinesis.createStream({ ...stream, ShardCount: 1 });

    await client.send(
      new SplitShardCommand({
        ...stream,
        ShardToSplit: 'shardId-000000000000',
        NewStartingHashKey: String(2n ** 127n),
      }),
    );

    const parent = 'shardId-000000000000';
    await expect
      .poll(() => kinesis.streamOf('events').shards(), { interval: 1 })
      .toEqual([
        { id: parent, parents: [], closed: true },
        { id: 'shardId-000000000001', parents: [parent], closed: false },
        { id: 'shardId-000000000002', parents: [parent], closed: false },
      ]);
  });

  it('gives an on-demand stream four shards', async () => {
    await client.send(new CreateStreamCommand({ ...stream, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }));

    const { StreamDescriptionSummary: summary } = await client.send(new DescribeStreamSummaryCommand(stream));

    expect(summary?.OpenShardCount).toBe(4);
    expect(summary?.StreamModeDetails?.StreamMode).toBe('ON_DEMAND');
  });

  it('keeps streams and records over a restart', async () => {
    await stop();
    const dataDir = mkdtempSync(join(tmpdir(), 'tributary-kinesis-'));
    await start(dataDir);
    await kinesis.createStream({ ...stream, ShardCount: 1 });
    await put('before');

    await stop();
    await start(dataDir);
    await kinesis.createStream({ ...stream, ShardCount: 1 });
    await put('after');

    expect((await readAll()).map((record) => text(record.Data))).toEqual(['before', 'after']);
    await expect(kinesis.createStream({ ...stream, ShardCount: 2 })).rejects.toThrow(
      'stream events exists with 1 shards, the local Kinesis cannot make them 2',
    );
    rmSync(dataDir, { recursive: true });
  });

  it('makes a stream anew whose creation was cut short', async () => {
    await stop();
    const dataDir = mkdtempSync(join(tmpdir(), 'tributary-kinesis-'));
    const store = openStore(join(dataDir, 'kinesis'));
    // what kinesalite stores first
    const cutShort = { ...stream, StreamStatus: 'CREATING', Shards: [], _seqIx: [] };
    await new Promise((stored) => store.metaDb.put('events', cutShort, stored));
    await new Promise((closed) => store.db.close(closed));

    await start(dataDir);
    await kinesis.createStream({ ...stream, ShardCount: 1 });
    await put('first');

    expect((await readAll()).map((record) => text(record.Data))).toEqual(['first']);
    rmSync(dataDir, { recursive: true });
  });

  it.each([
    ['a stream it does not know', () => put('lost'), 'ResourceNotFoundException'],
    [
      'an operation it does not have',
      () => client.send(new StartStreamEncryptionCommand({ ...stream, EncryptionType: 'KMS', KeyId: 'key' })),
      'UnknownOperationException',
    ],
    [
      'a parameter it would have to ignore',
      () => client.send(new ListShardsCommand({ ...stream, ShardFilter: { Type: 'AT_TIMESTAMP' } })),
      'InvalidArgumentException',
    ],
  ])('refuses %s', async (_case, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
  });
});
