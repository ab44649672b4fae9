import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  BatchWriteItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { type Attributes, type Contract, type ContractTable, failure, validation } from './contract.ts';

const write = (table: ContractTable, requests: WriteRequest[]) =>
  table.client.send(new BatchWriteItemCommand({ RequestItems: { Contract: requests } }));
const read = (
  table: ContractTable,
  parts: readonly string[],
  more: NonNullable<BatchGetItemCommandInput['RequestItems']>[string] = { Keys: [] },
) =>
  table.client.send(
    new BatchGetItemCommand({
      RequestItems: { Contract: { ...more, Keys: parts.map((part) => table.key(part)) } },
    }),
  );
const put = (table: ContractTable, part: string, attributes: Attributes = {}): WriteRequest => ({
  PutRequest: { Item: { ...table.key(part), ...attributes } },
});
const many = (count: number) => Array.from({ length: count }, (_, index) => String(index));

export const batches: Contract = {
  area: 'batches',
  cases: {
    'puts and deletes several items': async (table) => {
      await table.put({}, 'gone');

      const { UnprocessedItems } = await write(table, [
        put(table, 'a'),
        put(table, 'b'),
        { DeleteRequest: { Key: table.key('gone') } },
      ]);

      expect(UnprocessedItems).toEqual({});
      expect(await table.item('a')).toEqual({});
      expect(await table.item('b')).toEqual({});
      expect(await table.item('gone')).toBeUndefined();
    },
    'takes 25 writes and not one more': async (table) => {
      await write(
        table,
        many(25).map((part) => put(table, part)),
      );

      expect(await table.item('24')).toEqual({});
      const error = await failure(
        write(
          table,
          many(26).map((part) => put(table, part)),
        ),
      );
      expect(error).toMatchObject(validation(/less than or equal to 25/));
    },
    'refuses no writes at all': async (table) => {
      expect(await failure(write(table, []))).toMatchObject(validation(/greater than or equal to 1/));
    },
    'refuses to write an item twice': async (table) => {
      const error = await failure(
        write(table, [put(table, 'a'), { DeleteRequest: { Key: table.key('a') } }]),
      );

      expect(error).toMatchObject(validation(/duplicates/));
      expect(await table.item('a')).toBeUndefined();
    },
    'writes nothing when one item is not valid': async (table) => {
      const error = await failure(write(table, [put(table, 'a'), put(table, 'b', { id: { S: '' } })]));

      expect(error).toMatchObject({ name: 'ValidationException' });
      expect(await table.item('a')).toBeUndefined();
    },
    'refuses an item that is too large': async (table) => {
      const error = await failure(write(table, [put(table, 'a', { text: { S: 'x'.repeat(410_000) } })]));

      expect(error).toMatchObject(validation(/size has exceeded/));
    },
    'names a table that does not exist': async (table) => {
      const batch = new BatchWriteItemCommand({ RequestItems: { Nowhere: [put(table, 'a')] } });

      expect(await failure(table.client.send(batch))).toMatchObject({ name: 'ResourceNotFoundException' });
    },
    'reads what is there and leaves out what is not': async (table) => {
      await table.put({ num: { N: '1' } }, 'a');

      const { Responses, UnprocessedKeys } = await read(table, ['a', 'missing']);

      expect(Responses).toEqual({ Contract: [{ ...table.key('a'), num: { N: '1' } }] });
      expect(UnprocessedKeys).toEqual({});
    },
    'answers for a table of which nothing is there': async (table) => {
      expect((await read(table, ['missing'])).Responses).toEqual({ Contract: [] });
    },
    'reads only the attributes asked for': async (table) => {
      await table.put({ num: { N: '1' }, text: { S: 'x' } }, 'a');

      const { Responses } = await read(table, ['a'], { Keys: [], ProjectionExpression: 'num' });

      expect(Responses?.Contract).toEqual([{ num: { N: '1' } }]);
    },
    'reads a hundred items and not one more': async (table) => {
      expect((await read(table, many(100))).Responses).toEqual({ Contract: [] });
      expect(await failure(read(table, many(101)))).toMatchObject(validation(/100/));
    },
    'refuses to read an item twice': async (table) => {
      expect(await failure(read(table, ['a', 'a']))).toMatchObject(validation(/duplicates/));
    },
    'leaves keys unprocessed beyond 16 MB': async (table) => {
      const parts = many(45);
      for (const part of parts) await table.put({ text: { S: 'x'.repeat(390_000) } }, part);

      const { Responses, UnprocessedKeys } = await read(table, parts);

      const left = UnprocessedKeys?.Contract?.Keys?.length ?? 0;
      // 43 items are 16.77 million bytes, 44 are 17.16
      expect(Responses?.Contract?.length).toBe(43);
      expect(left).toBe(2);
    },
  },
};
