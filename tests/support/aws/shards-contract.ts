import {
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  MergeShardsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { afterEach, describe, expect, it } from 'vitest';
import { firstShard, middleHashKey, RunningStream, stream, textsOf } from './running-stream.ts';

/** How a Kinesis stream changes its shards, wherever its records are kept. */
export function shardsContract(name: string, dataDir: () => string | undefined): void {
  describe(`the shards of a stream ${name}`, () => {
    let running: RunningStream;
    afterEach(() => running.stop());
    const start = async (options: { shardCount?: number } = {}) => {
      running = await RunningStream.start({ dataDir: dataDir(), ...options });
    };
    const scale = (TargetShardCount: number) =>
      running.client.send(
        new UpdateShardCountCommand({ ...stream, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }),
      );
    const split = () =>
      running.client.send(
        new SplitShardCommand({ ...stream, ShardToSplit: firstShard, NewStartingHashKey: middleHashKey }),
      );

    it('ends the iterator of a split shard after its last record, and names the children', async () => {
      await start();
      await running.put(['before']);
      await split();
      await running.put(['after']);

      const answer = await running.read(await running.iterator());

      expect(textsOf(answer)).toEqual(['before']);
      expect(answer.NextShardIterator).toBeUndefined();
      expect(answer.ChildShards?.map(({ ShardId, ParentShards }) => [ShardId, ParentShards])).toEqual([
        ['shardId-000000000001', [firstShard]],
        ['shardId-000000000002', [firstShard]],
      ]);
    });

    it('merges two shards into one', async () => {
      await start({ shardCount: 2 });

      await running.client.send(
        new MergeShardsCommand({
          ...stream,
          ShardToMerge: firstShard,
          AdjacentShardToMerge: 'shardId-000000000001',
        }),
      );

      expect(await running.shardIds('AT_LATEST')).toEqual(['shardId-000000000002']);
    });

    it.each([
      { from: 1, to: 2 },
      { from: 2, to: 3 },
      { from: 4, to: 3 },
      { from: 4, to: 2 },
    ])('shares its hash keys evenly when it goes from $from to $to shards', async ({ from, to }) => {
      await start({ shardCount: from });

      const answer = await scale(to);
      const { Shards = [] } = await running.client.send(
        new ListShardsCommand({ ...stream, ShardFilter: { Type: 'AT_LATEST' } }),
      );

      expect(answer).toMatchObject({ CurrentShardCount: from, TargetShardCount: to });
      const starts = Shards.map(({ HashKeyRange }) => BigInt(HashKeyRange?.StartingHashKey ?? 0));
      expect(starts.sort((a, b) => (a < b ? -1 : 1))).toEqual(
        Array.from({ length: to }, (_, index) => (2n ** 128n * BigInt(index)) / BigInt(to)),
      );
    });

    it.each([[5], [0]])('refuses to go from 2 to %j shards', async (target) => {
      await start({ shardCount: 2 });

      await expect(scale(target)).rejects.toThrow(/double|TargetShardCount/);
    });

    it('lists its shards in pages and by filter', async () => {
      await start();
      await split();

      const first = await running.client.send(new ListShardsCommand({ ...stream, MaxResults: 2 }));
      const second = await running.client.send(new ListShardsCommand({ NextToken: first.NextToken }));

      expect([first, second].map(({ Shards }) => Shards?.length)).toEqual([2, 1]);
      expect(second.NextToken).toBeUndefined();
      expect(await running.shardIds('AT_TRIM_HORIZON')).toEqual([firstShard]);
      expect(await running.shardIds('AT_LATEST')).toHaveLength(2);
    });

    it('is described with its open shards', async () => {
      await start({ shardCount: 2 });
      await scale(3);

      const { StreamDescriptionSummary: summary } = await running.client.send(
        new DescribeStreamSummaryCommand(stream),
      );

      expect(summary).toMatchObject({ OpenShardCount: 3, RetentionPeriodHours: 24, StreamStatus: 'ACTIVE' });
    });
  });
}
