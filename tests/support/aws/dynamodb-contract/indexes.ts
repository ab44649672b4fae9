import {
  type AttributeValue,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { type Contract, type ContractTable, failure, validation } from './contract.ts';

const n = (value: number): AttributeValue => ({ N: String(value) });

const find = async (
  table: ContractTable,
  [IndexName, attribute]: readonly [string, string],
  more: Partial<QueryCommandInput> = {},
) =>
  table.client.send(
    new QueryCommand({
      ...table.table,
      IndexName,
      KeyConditionExpression: `${attribute} = :v`,
      ExpressionAttributeValues: { ':v': { S: table.own('key') } },
      ...more,
    }),
  );

const byEmail = ['byEmail', 'email'] as const;
const byCity = ['byCity', 'city'] as const;
const byTopic = ['byTopic', 'topic'] as const;
const parts = (items: readonly Record<string, AttributeValue>[] | undefined) =>
  items?.map(({ part }) => part?.S);

export const indexes: Contract = {
  area: 'indexes',
  cases: {
    'holds an item from the write that gives it the key': async (table) => {
      await table.put({});
      expect((await find(table, byEmail)).Items).toEqual([]);

      await table.update('SET email = :v', { ExpressionAttributeValues: { ':v': { S: table.own('key') } } });

      expect((await find(table, byEmail)).Items).toEqual([
        { ...table.key(), email: { S: table.own('key') } },
      ]);
    },
    'forgets an item that loses the key, or is deleted': async (table) => {
      await table.put({ email: { S: table.own('key') } });

      await table.update('REMOVE email');

      expect((await find(table, byEmail)).Items).toEqual([]);
    },
    'follows an item to another key': async (table) => {
      await table.put({ email: { S: table.own('old') } });

      await table.put({ email: { S: table.own('key') } });

      expect((await find(table, byEmail)).Count).toBe(1);
      const old = { ExpressionAttributeValues: { ':v': { S: table.own('old') } } };
      expect((await find(table, byEmail, old)).Count).toBe(0);
    },
    'shows an item as it is now': async (table) => {
      await table.put({ email: { S: table.own('key') }, num: n(1) });

      await table.put({ email: { S: table.own('key') }, num: n(2) });

      expect((await find(table, byEmail)).Items).toMatchObject([{ num: n(2) }]);
    },
    'holds keys only, when projected so': async (table) => {
      const key = { city: { S: table.own('key') }, rank: n(1) };

      await table.put({ ...key, extra: n(1), more: n(2) });

      expect((await find(table, byCity)).Items).toEqual([{ ...table.key(), ...key }]);
    },
    'holds keys and named attributes, when projected so': async (table) => {
      const key = { topic: { S: table.own('key') } };

      await table.put({ ...key, extra: n(1), more: n(2) });

      expect((await find(table, byTopic)).Items).toEqual([{ ...table.key(), ...key, extra: n(1) }]);
    },
    'holds an item only with all of its key': async (table) => {
      await table.put({ city: { S: table.own('key') } });

      expect((await find(table, byCity)).Items).toEqual([]);
    },
    'sorts numbers as numbers': async (table) => {
      for (const rank of [10, -1, 9, 0, -20]) {
        await table.put({ city: { S: table.own('key') }, rank: n(rank) }, `rank ${rank}`);
      }

      const { Items } = await find(table, byCity);

      expect(Items?.map(({ rank }) => rank?.N)).toEqual(['-20', '-1', '0', '9', '10']);
    },
    'tells many items of equal keys apart, page by page': async (table) => {
      const all = Array.from({ length: 60 }, (_, index) => `part ${index}`);
      for (const part of all) await table.put({ email: { S: table.own('key') } }, part);
      const found: (string | undefined)[] = [];

      let last: QueryCommandInput['ExclusiveStartKey'];
      do {
        const page = await find(table, byEmail, { Limit: 7, ExclusiveStartKey: last });
        found.push(...(parts(page.Items) ?? []));
        last = page.LastEvaluatedKey;
      } while (last !== undefined);

      expect(found.toSorted()).toEqual(all.toSorted());
    },
    'tells items of equal keys apart whose hashes begin alike': async (table) => {
      // the MD5 with which dynalite sorts them begins with the same 24 bits
      for (const id of ['twin 1876', 'twin 6155'])
        await table.put({ id: { S: id }, email: { S: table.own('key') } });

      const { Items } = await find(table, byEmail);

      expect(Items?.map(({ id }) => id?.S).toSorted()).toEqual(['twin 1876', 'twin 6155']);
    },
    'is written with the rest of a transaction': async (table) => {
      await table.client.send(
        new TransactWriteItemsCommand({
          TransactItems: ['a', 'b'].map((part) => ({
            Put: { ...table.table, Item: { ...table.key(part), email: { S: table.own('key') } } },
          })),
        }),
      );

      expect(parts((await find(table, byEmail)).Items)?.toSorted()).toEqual(['a', 'b']);
    },
    'refuses an item whose attribute has not the type of its key': async (table) => {
      expect(await failure(table.put({ email: n(1) }))).toMatchObject(
        validation(/Type mismatch for Index Key/),
      );
      const update = table.update('SET email = :v', { ExpressionAttributeValues: { ':v': n(1) } });
      expect(await failure(update)).toMatchObject(validation(/[Tt]ype mismatch|unsupported type/));
    },
    'refuses a copied attribute that has not the type of its key': async (table) => {
      await table.put({ num: n(1) });

      expect(await failure(table.update('SET email = num'))).toMatchObject({ name: 'ValidationException' });
    },
    'refuses an empty text as its key': async (table) => {
      expect(await failure(table.put({ email: { S: '' } }))).toMatchObject(validation(/empty string/));
    },
    'refuses a key of its own that is too long': async (table) => {
      const error = await failure(table.put({ email: { S: 'x'.repeat(2049) } }));

      expect(error).toMatchObject(validation(/2048 bytes/));
    },
    'is not read consistently': async (table) => {
      expect(await failure(find(table, byEmail, { ConsistentRead: true }))).toMatchObject(
        validation(/Consistent reads are not supported/),
      );
    },
    'does not give attributes it does not hold': async (table) => {
      expect(await failure(find(table, byCity, { Select: 'ALL_ATTRIBUTES' }))).toMatchObject(
        validation(/ALL_ATTRIBUTES/),
      );
    },
    'is named when it does not exist': async (table) => {
      expect(await failure(find(table, ['byNothing', 'email']))).toMatchObject(
        validation(/does not have the specified index/),
      );
    },
  },
};
