import {
  type AttributeValue,
  TransactGetItemsCommand,
  type TransactGetItemsCommandInput,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { type Attributes, type Contract, type ContractTable, failure, validation } from './contract.ts';

const n = (value: number): AttributeValue => ({ N: String(value) });

const write = (table: ContractTable, TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
  table.client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));
const get = (table: ContractTable, TransactItems: TransactGetItemsCommandInput['TransactItems']) =>
  table.client.send(new TransactGetItemsCommand({ TransactItems }));

const put = (table: ContractTable, part: string, attributes: Attributes = {}) => ({
  Put: { ...table.table, Item: { ...table.key(part), ...attributes } },
});
const putNew = (table: ContractTable, part: string) => ({
  Put: {
    ...table.table,
    Item: table.key(part),
    ConditionExpression: 'attribute_not_exists(id)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  },
});
const increment = (table: ContractTable, part: string) => ({
  Update: {
    ...table.table,
    Key: table.key(part),
    UpdateExpression: 'ADD num :one',
    ExpressionAttributeValues: { ':one': n(1) },
  },
});
const remove = (table: ContractTable, part: string) => ({
  Delete: { ...table.table, Key: table.key(part) },
});
const check = (table: ContractTable, part: string, ConditionExpression = 'attribute_exists(id)') => ({
  ConditionCheck: { ...table.table, Key: table.key(part), ConditionExpression },
});
const many = (count: number) => Array.from({ length: count }, (_, index) => String(index));

export const transactions: Contract = {
  area: 'transactions',
  cases: {
    'puts, updates, deletes and checks together': async (table) => {
      await table.put({}, 'deleted');
      await table.put({ num: n(1) }, 'updated');

      await write(table, [
        put(table, 'added', { num: n(7) }),
        increment(table, 'updated'),
        remove(table, 'deleted'),
        check(table, 'absent', 'attribute_not_exists(id)'),
      ]);

      expect(await table.item('added')).toEqual({ num: n(7) });
      expect(await table.item('updated')).toEqual({ num: n(2) });
      expect(await table.item('deleted')).toBeUndefined();
      expect(await table.item('absent')).toBeUndefined();
    },
    'leaves a checked item as it is': async (table) => {
      await table.put({ num: n(1) }, 'checked');

      await write(table, [check(table, 'checked'), put(table, 'other')]);

      expect(await table.item('checked')).toEqual({ num: n(1) });
    },
    'takes a hundred items': async (table) => {
      await write(
        table,
        many(100).map((part) => put(table, part)),
      );

      expect(await table.item('99')).toEqual({});
    },
    'writes nothing when one condition fails, and says which, in order': async (table) => {
      await table.put({ num: n(7) }, 'taken');

      const error = await failure(
        write(table, [
          put(table, 'free'),
          putNew(table, 'taken'),
          check(table, 'absent'),
          remove(table, 'more'),
        ]),
      );

      expect(error).toMatchObject({
        name: 'TransactionCanceledException',
        message: expect.stringContaining('[None, ConditionalCheckFailed, ConditionalCheckFailed, None]'),
        CancellationReasons: [
          { Code: 'None' },
          {
            Code: 'ConditionalCheckFailed',
            Message: 'The conditional request failed',
            Item: { ...table.key('taken'), num: n(7) },
          },
          { Code: 'ConditionalCheckFailed' },
          { Code: 'None' },
        ],
      });
      expect(await table.item('free')).toBeUndefined();
    },
    'shows no item in the way when nobody asked': async (table) => {
      await table.put({}, 'taken');

      const error = await failure(write(table, [check(table, 'taken', 'attribute_not_exists(id)')]));

      expect(error).toHaveProperty('CancellationReasons.0.Code', 'ConditionalCheckFailed');
      expect(error).not.toHaveProperty('CancellationReasons.0.Item');
    },
    'is cancelled by an update that does not fit the item': async (table) => {
      await table.put({ num: { S: 'text' } }, 'text');

      const error = await failure(write(table, [put(table, 'free'), increment(table, 'text')]));

      expect(error).toHaveProperty('CancellationReasons.0.Code', 'None');
      expect(error).toHaveProperty('CancellationReasons.1.Code', 'ValidationError');
      expect(await table.item('free')).toBeUndefined();
    },
    'is cancelled by an update that makes an item too large': async (table) => {
      await table.put({ one: { S: 'x'.repeat(390_000) } }, 'large');
      const grow = {
        Update: {
          ...table.table,
          Key: table.key('large'),
          UpdateExpression: 'SET two = :v',
          ExpressionAttributeValues: { ':v': { S: 'x'.repeat(20_000) } },
        },
      };

      const error = await failure(write(table, [grow]));

      expect(error).toHaveProperty('CancellationReasons.0.Code', 'ValidationError');
    },
    'refuses the same item twice, whatever is done with it': async (table) => {
      const twice = /multiple operations on one item/;

      expect(await failure(write(table, [put(table, 'a'), put(table, 'a')]))).toMatchObject(
        validation(twice),
      );
      expect(await failure(write(table, [put(table, 'a'), check(table, 'a')]))).toMatchObject(
        validation(twice),
      );
      expect(await table.item('a')).toBeUndefined();
    },
    'refuses no items, and more than a hundred': async (table) => {
      expect(await failure(write(table, []))).toMatchObject(validation(/greater than or equal to 1/));
      const error = await failure(
        write(
          table,
          many(101).map((part) => put(table, part)),
        ),
      );
      expect(error).toMatchObject(validation(/less than or equal to 100/));
    },
    'refuses more than 4 MB': async (table) => {
      const large = { text: { S: 'x'.repeat(399_000) } };

      const error = await failure(
        write(
          table,
          many(11).map((part) => put(table, part, large)),
        ),
      );

      expect(error).toMatchObject({ name: 'ValidationException' });
      expect(await table.item('0')).toBeUndefined();
    },
    'takes somewhat less than 4 MB': async (table) => {
      const large = { text: { S: 'x'.repeat(399_000) } };

      await write(
        table,
        many(10).map((part) => put(table, part, large)),
      );

      expect(await table.item('9')).toEqual(large);
    },
    'refuses a check without a condition, and two actions in one': async (table) => {
      const both = { ...put(table, 'a'), ...remove(table, 'b') };
      const unconditional = {
        ConditionCheck: { ...table.table, Key: table.key(), ConditionExpression: undefined },
      };

      expect(await failure(write(table, [both]))).toMatchObject({ name: 'ValidationException' });
      expect(await failure(write(table, [unconditional]))).toMatchObject({ name: 'ValidationException' });
    },
    'writes once when a token is repeated': async (table) => {
      const token = table.own('token').slice(-36);

      await write(table, [increment(table, 'counter')], token);
      await write(table, [increment(table, 'counter')], token);

      expect(await table.item('counter')).toEqual({ num: n(1) });
    },
    'refuses a token that was used for something else': async (table) => {
      const token = table.own('token').slice(-36);
      await write(table, [increment(table, 'counter')], token);

      const error = await failure(write(table, [put(table, 'other')], token));

      expect(error).toMatchObject({ name: 'IdempotentParameterMismatchException' });
    },
    'runs again with its token when it was cancelled before': async (table) => {
      const token = table.own('token').slice(-36);
      await table.put({}, 'taken');
      await failure(write(table, [putNew(table, 'taken')], token));
      await write(table, [remove(table, 'taken')]);

      await write(table, [putNew(table, 'taken')], token);

      expect(await table.item('taken')).toEqual({});
    },
    'reads several items at once, missing ones included, as far as asked': async (table) => {
      await table.put({ num: n(1), text: { S: 'x' } }, 'here');

      const { Responses } = await get(table, [
        { Get: { ...table.table, Key: table.key('here'), ProjectionExpression: 'num' } },
        { Get: { ...table.table, Key: table.key('missing') } },
      ]);

      expect(Responses).toEqual([{ Item: { num: n(1) } }, {}]);
    },
    'refuses to read an item twice, none, or more than a hundred': async (table) => {
      const read = (part: string) => ({ Get: { ...table.table, Key: table.key(part) } });

      const twice = await failure(get(table, [read('a'), read('a')]));
      const none = await failure(get(table, []));
      const tooMany = await failure(get(table, many(101).map(read)));

      expect(twice).toMatchObject(validation(/multiple operations on one item/));
      expect(none).toMatchObject({ name: 'ValidationException' });
      expect(tooMany).toMatchObject({ name: 'ValidationException' });
    },
    'names a table that does not exist': async (table) => {
      const nowhere = { Put: { TableName: 'Nowhere', Item: table.key() } };

      expect(await failure(write(table, [nowhere]))).toMatchObject({ name: 'ResourceNotFoundException' });
    },
  },
};
