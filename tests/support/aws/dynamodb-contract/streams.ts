import { DeleteItemCommand, DescribeTableCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type ShardIteratorType,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { expect } from 'vitest';
import { type Contract, type ContractTable, failure } from './contract.ts';

const streamOf = async (table: ContractTable) => {
  const { Table } = await table.client.send(new DescribeTableCommand(table.table));
  return Table?.LatestStreamArn ?? '';
};

const shardsOf = async (table: ContractTable, StreamArn: string) => {
  const { StreamDescription } = await table.streams.send(new DescribeStreamCommand({ StreamArn }));
  return (StreamDescription?.Shards ?? []).map(({ ShardId }) => ShardId);
};

const readFrom = async (
  table: ContractTable,
  ShardIteratorType: ShardIteratorType,
  SequenceNumber?: string,
): Promise<StreamRecord[]> => {
  await table.settle();
  const StreamArn = await streamOf(table);
  const found: StreamRecord[] = [];
  for (const ShardId of await shardsOf(table, StreamArn)) {
    let { ShardIterator } = await table.streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType, SequenceNumber }),
    );
    for (;;) {
      const page = await table.streams.send(new GetRecordsCommand({ ShardIterator, Limit: 1000 }));
      if (!page.Records?.length) break;
      found.push(...page.Records);
      ShardIterator = page.NextShardIterator;
    }
  }
  return found.filter(({ dynamodb }) => dynamodb?.Keys?.id?.S === table.id);
};
const records = (table: ContractTable) => readFrom(table, 'TRIM_HORIZON');
const number = (value: number) => ({ num: { N: String(value) } });
const remove = (table: ContractTable) =>
  table.client.send(new DeleteItemCommand({ ...table.table, Key: table.key() }));

export const streams: Contract = {
  area: 'streams',
  cases: {
    'tells what an item was and is, in order': async (table) => {
      await table.put(number(1));
      await table.update('SET num = :v', { ExpressionAttributeValues: { ':v': { N: '2' } } });
      await remove(table);

      const [first, second] = [1, 2].map((value) => ({ ...table.key(), ...number(value) }));
      const told = await records(table);

      expect(told.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
      expect(told.map(({ dynamodb }) => [dynamodb?.OldImage, dynamodb?.NewImage])).toEqual([
        [undefined, first],
        [first, second],
        [second, undefined],
      ]);
      expect(told.map(({ dynamodb }) => dynamodb?.Keys)).toEqual([table.key(), table.key(), table.key()]);
    },
    'numbers its records in increasing order': async (table) => {
      for (const value of [1, 2, 3]) await table.put(number(value));

      const numbers = (await records(table)).map(({ dynamodb }) => BigInt(dynamodb?.SequenceNumber ?? 0));

      expect(numbers).toHaveLength(3);
      expect(numbers.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(numbers);
    },
    'is silent about writes that change nothing': async (table) => {
      await table.put(number(1));
      await table.put(number(1));
      await table.update('SET num = :v', { ExpressionAttributeValues: { ':v': { N: '1' } } });

      expect((await records(table)).map(({ eventName }) => eventName)).toEqual(['INSERT']);
    },
    'is silent about what is not there to delete, and what a condition refused': async (table) => {
      await remove(table);
      await failure(
        table.update('SET num = :v', {
          ConditionExpression: 'attribute_exists(id)',
          ExpressionAttributeValues: { ':v': { N: '1' } },
        }),
      );

      expect(await records(table)).toEqual([]);
    },
    'tells every item of a transaction': async (table) => {
      await table.client.send(
        new TransactWriteItemsCommand({
          TransactItems: ['a', 'b'].map((part) => ({ Put: { ...table.table, Item: table.key(part) } })),
        }),
      );

      const parts = (await records(table)).map(({ dynamodb }) => dynamodb?.Keys?.part?.S);
      expect(parts.toSorted()).toEqual(['a', 'b']);
    },
    'is read from and after a sequence number': async (table) => {
      for (const value of [1, 2, 3]) await table.put(number(value));
      const second = (await records(table))[1]?.dynamodb?.SequenceNumber;
      const images = (found: StreamRecord[]) => found.map(({ dynamodb }) => dynamodb?.NewImage?.num?.N);

      expect(images(await readFrom(table, 'AT_SEQUENCE_NUMBER', second))).toEqual(['2', '3']);
      expect(images(await readFrom(table, 'AFTER_SEQUENCE_NUMBER', second))).toEqual(['3']);
    },
    'begins with what comes next, when asked for the latest': async (table) => {
      await table.put(number(1));

      expect(await readFrom(table, 'LATEST')).toEqual([]);
    },
    'is listed and described': async (table) => {
      const StreamArn = await streamOf(table);

      const { Streams } = await table.streams.send(new ListStreamsCommand(table.table));
      const { StreamDescription } = await table.streams.send(new DescribeStreamCommand({ StreamArn }));

      expect(Streams).toMatchObject([{ StreamArn, ...table.table }]);
      expect(StreamDescription).toMatchObject({
        StreamArn,
        ...table.table,
        StreamStatus: 'ENABLED',
        StreamViewType: 'NEW_AND_OLD_IMAGES',
        KeySchema: [{ AttributeName: 'id' }, { AttributeName: 'part' }],
      });
    },
    'is named when it does not exist': async (table) => {
      const StreamArn = `${await streamOf(table)}-other`;

      expect(await failure(table.streams.send(new DescribeStreamCommand({ StreamArn })))).toMatchObject({
        name: 'ResourceNotFoundException',
      });
    },
  },
};
