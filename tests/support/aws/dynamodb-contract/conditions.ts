import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { type Attributes, type Contract, type ContractTable, failure, validation } from './contract.ts';

const bytes = (...values: number[]): AttributeValue => ({ B: new Uint8Array(values) });

const item: Attributes = {
  text: { S: 'hello' },
  empty: { S: '' },
  num: { N: '10' },
  big: { N: '9007199254740993' },
  neg: { N: '-5' },
  bin: bytes(1, 2, 3),
  yes: { BOOL: true },
  nothing: { NULL: true },
  names: { SS: ['a', 'b'] },
  nums: { NS: ['1', '2'] },
  bins: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
  list: { L: [{ S: 'x' }, { N: '1' }, { M: { deep: { S: 'y' } } }] },
  map: { M: { a: { N: '1' }, b: { L: [{ S: 'z' }] }, c: { M: {} } } },
  emptyList: { L: [] },
  emptyMap: { M: {} },
};

type Row = readonly [expression: string, expected: boolean, values?: Attributes];

const n = (value: number | string): AttributeValue => ({ N: String(value) });
const s = (value: string): AttributeValue => ({ S: value });

// what holds of `item` and what does not
const rows: readonly Row[] = [
  ['attribute_exists(#text)', true],
  ['attribute_exists(#missing)', false],
  ['attribute_not_exists(#missing)', true],
  ['attribute_not_exists(#map.a)', false],
  ['attribute_not_exists(#map.absent)', true],
  ['attribute_exists(#list[2].deep)', true],
  ['attribute_exists(#list[3])', false],
  ['attribute_exists(#text.inside)', false],
  ['attribute_exists(#nothing)', true],
  ['attribute_type(#text, :v)', true, { ':v': s('S') }],
  ['attribute_type(#nothing, :v)', true, { ':v': s('NULL') }],
  ['attribute_type(#nums, :v)', true, { ':v': s('NS') }],
  ['attribute_type(#num, :v)', false, { ':v': s('S') }],
  ['#text = :v', true, { ':v': s('hello') }],
  ['#text = :v', false, { ':v': n(5) }],
  ['#missing = :v', false, { ':v': s('hello') }],
  ['#missing <> :v', true, { ':v': s('hello') }],
  ['#text <> :v', false, { ':v': s('hello') }],
  ['#text <> :v', true, { ':v': n(1) }],
  ['#num = :v', true, { ':v': n('10.00') }],
  ['#num = :v', true, { ':v': n('1e1') }],
  // a double cannot tell the two apart
  ['#big = :v', false, { ':v': n('9007199254740992') }],
  ['#big > :v', true, { ':v': n('9007199254740992') }],
  ['#num > :v', true, { ':v': n(9) }],
  ['#num < :v', false, { ':v': n('9.5') }],
  ['#neg < :v', true, { ':v': n('-4.9') }],
  ['#num < :v', false, { ':v': s('9') }],
  ['#missing < :v', false, { ':v': n(9) }],
  ['#text < :v', true, { ':v': s('hellp') }],
  ['#text >= :v', true, { ':v': s('Hello') }],
  ['#text <= :v', true, { ':v': s('hello') }],
  ['#bin < :v', true, { ':v': bytes(1, 2, 4) }],
  ['#bin >= :v', true, { ':v': bytes(1, 2, 3) }],
  ['#yes = :v', true, { ':v': { BOOL: true } }],
  ['#yes = :v', false, { ':v': { BOOL: false } }],
  ['#nothing = :v', true, { ':v': { NULL: true } }],
  ['#empty = :v', true, { ':v': s('') }],
  ['#names = :v', true, { ':v': { SS: ['b', 'a'] } }],
  ['#names = :v', false, { ':v': { SS: ['a'] } }],
  ['#nums = :v', true, { ':v': { NS: ['2.0', '1'] } }],
  ['#names <> :v', true, { ':v': { SS: ['a', 'c'] } }],
  ['#bins = :v', true, { ':v': { BS: [new Uint8Array([2]), new Uint8Array([1])] } }],
  ['#list = :v', true, { ':v': item.list as AttributeValue }],
  ['#list = :v', false, { ':v': { L: [{ S: 'x' }, { N: '1' }] } }],
  ['#list = :v', false, { ':v': { L: [{ N: '1' }, { S: 'x' }, { M: { deep: { S: 'y' } } }] } }],
  ['#map = :v', true, { ':v': { M: { c: { M: {} }, b: { L: [{ S: 'z' }] }, a: { N: '1.0' } } } }],
  ['#map = :v', false, { ':v': { M: { a: { N: '1' } } } }],
  ['#map <> :v', true, { ':v': { M: { a: { N: '1' } } } }],
  ['#map.c = #emptyMap', true],
  ['#map.a = #list[1]', true],
  ['#num BETWEEN :low AND :high', true, { ':low': n(10), ':high': n(10) }],
  ['#num BETWEEN :low AND :high', false, { ':low': n(11), ':high': n(20) }],
  ['#text BETWEEN :low AND :high', true, { ':low': s('h'), ':high': s('i') }],
  ['#missing BETWEEN :low AND :high', false, { ':low': n(1), ':high': n(2) }],
  ['#num IN (:one, :two)', true, { ':one': n(1), ':two': n(10) }],
  ['#num IN (:one, :two)', false, { ':one': s('10'), ':two': n(11) }],
  ['#list[0] IN (:one)', true, { ':one': s('x') }],
  ['#names IN (:one, :two)', true, { ':one': n(1), ':two': { SS: ['b', 'a'] } }],
  ['begins_with(#text, :v)', true, { ':v': s('hel') }],
  ['begins_with(#text, :v)', false, { ':v': s('ello') }],
  ['begins_with(#bin, :v)', true, { ':v': bytes(1, 2) }],
  ['begins_with(#num, :v)', false, { ':v': s('1') }],
  ['contains(#text, :v)', true, { ':v': s('ell') }],
  ['contains(#text, :v)', false, { ':v': s('elf') }],
  ['contains(#names, :v)', true, { ':v': s('a') }],
  ['contains(#names, :v)', false, { ':v': s('ab') }],
  ['contains(#nums, :v)', true, { ':v': n('2.0') }],
  ['contains(#bin, :v)', true, { ':v': bytes(2, 3) }],
  ['contains(#bins, :v)', true, { ':v': bytes(2) }],
  ['contains(#list, :v)', true, { ':v': s('x') }],
  ['contains(#list, :v)', true, { ':v': { M: { deep: { S: 'y' } } } }],
  ['contains(#list, :v)', false, { ':v': s('y') }],
  ['contains(#map, :v)', false, { ':v': s('a') }],
  ['contains(#missing, :v)', false, { ':v': s('a') }],
  ['size(#text) = :v', true, { ':v': n(5) }],
  ['size(#empty) = :v', true, { ':v': n(0) }],
  ['size(#bin) = :v', true, { ':v': n(3) }],
  ['size(#names) = :v', true, { ':v': n(2) }],
  ['size(#list) > :v', true, { ':v': n(2) }],
  ['size(#map) = :v', true, { ':v': n(3) }],
  ['size(#emptyList) = :v', true, { ':v': n(0) }],
  ['size(#missing) = :v', false, { ':v': n(0) }],
  ['size(#missing) < :v', false, { ':v': n(1) }],
  ['NOT #num = :v', true, { ':v': n(11) }],
  ['NOT (#num = :v OR #text = :t)', false, { ':v': n(11), ':t': s('hello') }],
  ['#num = :v OR #text = :t AND #yes = :y', true, { ':v': n(10), ':t': s('no'), ':y': { BOOL: false } }],
  ['(#num = :v OR #text = :t) AND #yes = :y', false, { ':v': n(10), ':t': s('no'), ':y': { BOOL: false } }],
];

const condition = (expression: string, values: Attributes | undefined) => ({
  ExpressionAttributeNames: Object.fromEntries(
    [...expression.matchAll(/#(\w+)/g)].map(([name, attribute]) => [name, attribute ?? '']),
  ),
  ...(values && { ExpressionAttributeValues: values }),
});

const isWritten = async (table: ContractTable, expression: string, values: Attributes | undefined) => {
  const remove = new DeleteItemCommand({
    ...table.table,
    Key: table.key(),
    ConditionExpression: expression,
    ...condition(expression, values),
  });
  try {
    await table.client.send(remove);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

const isFound = async (table: ContractTable, expression: string, values: Attributes | undefined) => {
  const { ExpressionAttributeNames, ExpressionAttributeValues } = condition(expression, values);
  const { Items } = await table.client.send(
    new QueryCommand({
      ...table.table,
      KeyConditionExpression: 'id = :id',
      FilterExpression: expression,
      ExpressionAttributeNames,
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ':id': { S: table.id } },
    }),
  );
  return Items?.length === 1;
};

const judged = rows.map(([expression, expected, values], index) => {
  const name = `${expected ? 'takes' : 'refuses'} ${expression} (${index + 1})`;
  return [
    name,
    async (table: ContractTable) => {
      await table.put(item);
      expect(await isFound(table, expression, values)).toBe(expected);
      expect(await isWritten(table, expression, values)).toBe(expected);
      expect(await table.item()).toEqual(expected ? undefined : item);
    },
  ] as const;
});

const invalid: readonly (readonly [string, RegExp, Attributes?])[] = [
  ['#num = ', /^Invalid ConditionExpression/],
  ['attribute_type(#num, :v)', /attribute_type|type/i, { ':v': s('X') }],
  ['#num BETWEEN :low AND :high', /BETWEEN/, { ':low': n(2), ':high': n(1) }],
  ['begins_with(#text, :v)', /begins_with/, { ':v': n(1) }],
  ['size(#text)', /^Invalid ConditionExpression/],
  ['unknown(#text)', /unknown/],
  ['#num = :v', /unused/, { ':v': n(1), ':w': n(2) }],
  ['#num = :missing', /not defined/, { ':v': n(1) }],
  ['year = :v', /reserved/, { ':v': n(1) }],
];

export const conditions: Contract = {
  area: 'conditions',
  cases: {
    ...Object.fromEntries(judged),
    ...Object.fromEntries(
      invalid.map(([expression, message, values], index) => [
        `does not understand ${expression} (${index + 1})`,
        async (table: ContractTable) => {
          const { ExpressionAttributeNames: names, ...rest } = condition(expression, values);
          const command = new DeleteItemCommand({
            ...table.table,
            Key: table.key(),
            ConditionExpression: expression,
            ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
            ...rest,
          });
          expect(await failure(table.client.send(command))).toMatchObject(validation(message));
        },
      ]),
    ),
    'judges a missing item as one without attributes': async (table) => {
      const put = (expression: string) =>
        table.client.send(
          new PutItemCommand({ ...table.table, Item: table.key(), ConditionExpression: expression }),
        );

      expect(await failure(put('attribute_exists(id)'))).toBeInstanceOf(ConditionalCheckFailedException);
      await put('attribute_not_exists(id)');

      expect(await table.item()).toEqual({});
    },
    'shows the item in the way of a put, an update and a deletion, when asked': async (table) => {
      await table.put({ num: n(1) });
      const refused = {
        ConditionExpression: 'attribute_not_exists(id)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      } as const;
      const existing = { ...table.key(), num: n(1) };

      const failures = await Promise.all([
        failure(table.client.send(new PutItemCommand({ ...table.table, Item: table.key(), ...refused }))),
        failure(table.update('SET num = :n', { ExpressionAttributeValues: { ':n': n(2) }, ...refused })),
        failure(table.client.send(new DeleteItemCommand({ ...table.table, Key: table.key(), ...refused }))),
      ]);

      for (const error of failures) expect(error).toMatchObject({ Item: existing });
    },
    'shows no item in the way when there is none, or nobody asked': async (table) => {
      const put = (condition: string) =>
        failure(
          table.client.send(
            new PutItemCommand({ ...table.table, Item: table.key(), ConditionExpression: condition }),
          ),
        );
      expect(await put('attribute_exists(id)')).not.toHaveProperty('Item.id');

      await table.put({});

      expect(await put('attribute_not_exists(id)')).not.toHaveProperty('Item.id');
    },
  },
};
