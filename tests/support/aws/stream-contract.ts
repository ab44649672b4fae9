import { PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterEach, describe, expect, it } from 'vitest';
import { firstShard, middleHashKey, RunningStream, stream, textsOf } from './running-stream.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const megabyte = 1_024 * 1_024;
const Data = Buffer.from('x');

/** What Kinesis does for whoever puts and reads, wherever its records are kept. */
export function streamContract(name: string, dataDir: () => string | undefined): void {
  describe(`a stream ${name}`, () => {
    let running: RunningStream;
    afterEach(() => running.stop());
    const start = async (options: { shardCount?: number; limits?: boolean } = {}) => {
      running = await RunningStream.start({ dataDir: dataDir(), ...options });
    };
    it('numbers the records of a shard upwards, over moves of the clock and after it was opened again', async () => {
      await start();

      const numbers: (string | undefined)[] = [];
      for (const next of [
        () => running.move(90 * 24 * HOUR),
        () => running.reopen(),
        () => running.move(1),
      ]) {
        const { Records = [] } = await running.put(['a', 'b']);
        numbers.push(...Records.map(({ SequenceNumber }) => SequenceNumber));
        await next();
      }

      expect(numbers).toEqual([...numbers].sort());
      expect(new Set(numbers).size).toBe(6);
    });

    it('reads from where an iterator of each type points', async () => {
      await start();
      await running.put(['one']);
      await running.move(MINUTE);
      const { Records: [second] = [] } = await running.put(['two', 'three']);
      const StartingSequenceNumber = second?.SequenceNumber;
      const Timestamp = new Date(running.clock.now());
      const latest = await running.iterator({ ShardIteratorType: 'LATEST' });
      await running.reopen();
      await running.put(['four']);

      expect(await running.texts()).toEqual(['one', 'two', 'three', 'four']);
      expect(textsOf(await running.read(latest))).toEqual(['four']);
      expect(
        await running.texts({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber }),
      ).toEqual(['two', 'three', 'four']);
      expect(
        await running.texts({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber }),
      ).toEqual(['three', 'four']);
      expect(await running.texts({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp })).toEqual([
        'two',
        'three',
        'four',
      ]);
    });

    it('reads on with the iterator of the answer, and tells how far behind it is', async () => {
      await start();
      await running.put(['one', 'two']);
      await running.move(MINUTE);

      const first = await running.read(await running.iterator(), 1);
      const second = await running.read(first.NextShardIterator, 1);
      await running.put(['three']);
      const third = await running.read(second.NextShardIterator);

      expect([first, second, third].map(textsOf)).toEqual([['one'], ['two'], ['three']]);
      expect([first, second, third].map(({ MillisBehindLatest }) => MillisBehindLatest)).toEqual([
        MINUTE,
        0,
        0,
      ]);
    });

    it('answers at most 10 MiB at once', async () => {
      await start();
      for (let put = 0; put < 2; put += 1) {
        await running.put(Array.from({ length: 6 }, () => 'x'.repeat(megabyte - 100)));
      }

      const first = await running.read(await running.iterator());
      const second = await running.read(first.NextShardIterator);

      expect([first.Records?.length, second.Records?.length]).toEqual([10, 2]);
    });

    it('forgets what is older than it keeps, and an iterator from before goes on with what is left', async () => {
      await start();
      const { Records: [first] = [] } = await running.put(['old']);
      await running.move(20 * HOUR);
      await running.put(['young']);
      await running.move(5 * HOUR);

      expect(await running.texts()).toEqual(['young']);
      const StartingSequenceNumber = first?.SequenceNumber;
      expect(
        await running.texts({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber }),
      ).toEqual(['young']);
    });

    it.each([
      [
        'an iterator after five minutes',
        'ExpiredIteratorException',
        async () => {
          const iterator = await running.iterator();
          await running.move(5 * MINUTE + 1);
          return running.read(iterator);
        },
      ],
      ['what is no iterator', 'InvalidArgumentException', () => running.read('bm90IG9uZQ==')],
      [
        'a timestamp to come',
        'InvalidArgumentException',
        () =>
          running.iterator({
            ShardIteratorType: 'AT_TIMESTAMP',
            Timestamp: new Date(running.clock.now() + MINUTE),
          }),
      ],
      [
        'a shard it does not have',
        'ResourceNotFoundException',
        () => running.iterator({ ShardId: 'shardId-000000000009' }),
      ],
      ['501 records', 'ValidationException', () => running.put(Array.from({ length: 501 }, () => 'x'))],
      ['a record over 1 MiB', 'ValidationException', () => running.put(['x'.repeat(megabyte + 1)])],
      [
        'more than 10 MiB at once',
        'InvalidArgumentException',
        () => running.put(Array.from({ length: 11 }, () => 'x'.repeat(megabyte))),
      ],
      [
        'a hash key that no shard has',
        'InvalidArgumentException',
        () =>
          running.client.send(
            new PutRecordCommand({
              ...stream,
              PartitionKey: 'ana',
              ExplicitHashKey: String(2n ** 128n),
              Data,
            }),
          ),
      ],
    ])('refuses %s', async (_case, name, call) => {
      await start();

      await expect(call()).rejects.toMatchObject({ name });
    });

    it('puts a record into the shard of its explicit hash key', async () => {
      await start({ shardCount: 2 });

      const { Records = [] } = await running.client.send(
        new PutRecordsCommand({
          ...stream,
          Records: ['0', middleHashKey].map((ExplicitHashKey) => ({
            PartitionKey: 'ana',
            ExplicitHashKey,
            Data,
          })),
        }),
      );

      expect(Records.map(({ ShardId }) => ShardId)).toEqual([firstShard, 'shardId-000000000001']);
    });

    it('takes 1,000 records a second and shard where its limits hold, and the rest in the next second', async () => {
      await start({ limits: true });
      const many = Array.from({ length: 400 }, (_, index) => String(index));
      await running.put(many);
      await running.put(many);

      const { FailedRecordCount, Records = [] } = await running.put(many);
      const failed = Records.flatMap(({ ErrorCode }, index) => (ErrorCode === undefined ? [] : [index]));

      expect(FailedRecordCount).toBe(200);
      expect(failed).toEqual(Array.from({ length: 200 }, (_, index) => 200 + index));
      expect(Records.at(-1)?.ErrorCode).toBe('ProvisionedThroughputExceededException');
      await running.move(1_000);
      expect((await running.put(many)).FailedRecordCount).toBe(0);
    });

    it('takes 1 MiB a second and shard where its limits hold', async () => {
      await start({ limits: true, shardCount: 2 });
      const half = Buffer.alloc(megabyte / 2 - 3);
      const put = (ExplicitHashKey: string) =>
        running.client.send(
          new PutRecordCommand({ ...stream, PartitionKey: 'ana', ExplicitHashKey, Data: half }),
        );
      await put('0');
      await put('0');

      await expect(put('0')).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
      expect((await put(middleHashKey)).ShardId).toBe('shardId-000000000001');
    });
  });
}
