import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { type Contract, type ContractTable, failure, validation } from './contract.ts';

// what is put, and how it is kept
const numbers: readonly (readonly [given: string, kept: string])[] = [
  ['007', '7'],
  ['1.500', '1.5'],
  ['-0', '0'],
  ['0.0', '0'],
  ['1e3', '1000'],
  ['1.5E-3', '0.0015'],
  ['-12.50', '-12.5'],
  [`${'9'.repeat(38)}`, '9'.repeat(38)],
  [`0.${'1'.repeat(38)}`, `0.${'1'.repeat(38)}`],
  [`1${'0'.repeat(40)}`, `1${'0'.repeat(40)}`],
  ['9.9999999999999999999999999999999999999E125', `${'9'.repeat(38)}${'0'.repeat(88)}`],
  ['1e-130', `0.${'0'.repeat(129)}1`],
];

const nested = (levels: number): AttributeValue => (levels === 0 ? { S: 'x' } : { L: [nested(levels - 1)] });

const refused: readonly (readonly [what: string, value: AttributeValue, message: RegExp])[] = [
  ['39 digits', { N: '1'.repeat(39) }, /38 significant digits/],
  ['39 digits after the point', { N: `0.${'1'.repeat(39)}` }, /38 significant digits/],
  ['a number too large', { N: '1e126' }, /overflow/],
  ['a number too small to tell', { N: '1e-131' }, /underflow/],
  ['a negative number too large', { N: '-1e126' }, /overflow/],
  ['words as a number', { N: 'many' }, /numeric value/],
  ['nothing as a number', { N: '' }, /numeric value/],
  ['a hexadecimal number', { N: '0x10' }, /numeric value/],
  ['infinity', { N: 'Infinity' }, /numeric value/],
  ['a wrong number deep inside', { M: { deep: { L: [{ N: 'many' }] } } }, /numeric value/],
  ['an empty set of texts', { SS: [] }, /empty/],
  ['an empty set of numbers', { NS: [] }, /empty/],
  ['an empty set of binaries', { BS: [] }, /empty/],
  ['a text twice in a set', { SS: ['a', 'a'] }, /duplicates/],
  ['equal numbers in a set', { NS: ['1', '1.0'] }, /duplicates/],
  ['a binary twice in a set', { BS: [new Uint8Array([1]), new Uint8Array([1])] }, /duplicates/],
  ['33 levels', nested(33), /[Nn]esting [Ll]evels/],
];

const kept: Readonly<Record<string, AttributeValue>> = {
  'an empty text': { S: '' },
  'an empty binary': { B: new Uint8Array() },
  'an empty list and an empty map': { L: [{ M: {} }, { L: [] }] },
  'an empty text in a set': { SS: ['', 'a'] },
  'text outside the basic plane': { S: 'Zoë 👋 \u0000' },
  'every type inside a map': {
    M: {
      s: { S: 'x' },
      n: { N: '1' },
      b: { B: new Uint8Array([255]) },
      t: { BOOL: false },
      z: { NULL: true },
    },
  },
  '32 levels': nested(31),
};

const put = (table: ContractTable, attributes: Record<string, AttributeValue>, part = 'a') =>
  table.client.send(new PutItemCommand({ ...table.table, Item: { ...table.key(part), ...attributes } }));

// an item with its key, and one attribute that fills it up
const bytesOfKey = (table: ContractTable) =>
  'id'.length + Buffer.byteLength(table.id) + 'part'.length + 'a'.length;

const keySizes: readonly (readonly [what: string, key: Record<string, AttributeValue>, message: RegExp])[] = [
  ['a partition key of 2,049 bytes', { id: { S: 'x'.repeat(2049) } }, /2048 bytes/],
  // 1,025 characters of two bytes each
  ['a partition key of 2,050 bytes in 1,025 characters', { id: { S: 'é'.repeat(1025) } }, /2048 bytes/],
  ['a sort key of 1,025 bytes', { part: { S: 'x'.repeat(1025) } }, /1024 bytes/],
  ['a sort key of 1,026 bytes in 513 characters', { part: { S: 'é'.repeat(513) } }, /1024 bytes/],
  ['an empty partition key', { id: { S: '' } }, /empty string/],
  ['an empty sort key', { part: { S: '' } }, /empty string/],
  ['a number as a key', { part: { N: '1' } }, /[Tt]ype mismatch/],
];

export const values: Contract = {
  area: 'values and sizes',
  cases: {
    ...Object.fromEntries(
      numbers.map(([given, expected]) => [
        `keeps the number ${given}`,
        async (table: ContractTable) => {
          await put(table, { num: { N: given }, nums: { NS: [given] } });
          expect(await table.item()).toEqual({ num: { N: expected }, nums: { NS: [expected] } });
        },
      ]),
    ),
    ...Object.fromEntries(
      refused.map(([what, value, message]) => [
        `refuses ${what}`,
        async (table: ContractTable) => {
          expect(await failure(put(table, { value }))).toMatchObject(validation(message));
        },
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(kept).map(([what, value]) => [
        `keeps ${what}`,
        async (table: ContractTable) => {
          await put(table, { value });
          expect(await table.item()).toEqual({ value });
        },
      ]),
    ),
    ...Object.fromEntries(
      keySizes.map(([what, key, message]) => [
        `refuses ${what}`,
        async (table: ContractTable) => {
          expect(await failure(put(table, key))).toMatchObject(validation(message));
        },
      ]),
    ),
    'keeps an item of 400 KB to the byte, names included': async (table) => {
      const text = { S: 'x'.repeat(400 * 1024 - bytesOfKey(table) - 'text'.length) };

      await put(table, { text });

      expect(await table.item()).toEqual({ text });
    },
    'refuses an item of a byte more': async (table) => {
      const text = { S: 'x'.repeat(400 * 1024 - bytesOfKey(table) - 'text'.length + 1) };

      expect(await failure(put(table, { text }))).toMatchObject(validation(/size has exceeded/));
    },
    'counts bytes and not characters in an item': async (table) => {
      const text = { S: 'é'.repeat(205 * 1024) };

      expect(await failure(put(table, { text }))).toMatchObject(validation(/size has exceeded/));
    },
    'refuses an update that makes an item too large': async (table) => {
      await put(table, { one: { S: 'x'.repeat(300_000) } });

      const grown = table.update('SET two = :v', {
        ExpressionAttributeValues: { ':v': { S: 'x'.repeat(110_000) } },
      });

      expect(await failure(grown)).toMatchObject(validation(/size to update has exceeded/));
    },
    'refuses arithmetic that leaves the range of numbers': async (table) => {
      await put(table, { num: { N: '9e125' } });

      const more = table.update('ADD num :v', { ExpressionAttributeValues: { ':v': { N: '9e125' } } });

      expect(await failure(more)).toMatchObject(validation(/overflow/));
    },
    'calculates exactly where a double would not': async (table) => {
      await put(table, { num: { N: '9007199254740993' } });

      await table.update('SET num = num + :v', { ExpressionAttributeValues: { ':v': { N: '0.1' } } });

      expect(await table.item()).toEqual({ num: { N: '9007199254740993.1' } });
    },
    'takes equal numbers for the same key': async (table) => {
      const numbered = { TableName: 'Contract-N' };
      const key = (part: string) => ({ id: { S: table.id }, part: { N: part } });
      await table.client.send(new PutItemCommand({ ...numbered, Item: { ...key('1.0'), text: { S: 'x' } } }));

      const { Item } = await table.client.send(new GetItemCommand({ ...numbered, Key: key('1') }));

      expect(Item).toEqual({ ...key('1'), text: { S: 'x' } });
    },
    'refuses to read by a key with another attribute, or without its sort key': async (table) => {
      const get = (key: Record<string, AttributeValue>) =>
        failure(table.client.send(new GetItemCommand({ ...table.table, Key: key })));
      const mismatch = validation(/does not match the schema/);

      expect(await get({ ...table.key(), more: { S: 'x' } })).toMatchObject(mismatch);
      expect(await get({ id: { S: table.id } })).toMatchObject(mismatch);
      expect(await get({ ...table.key(), part: { N: '1' } })).toMatchObject(mismatch);
    },
    'reads only the attributes asked for': async (table) => {
      await put(table, {
        a: { N: '1' },
        map: { M: { x: { N: '2' }, y: { N: '3' } } },
        list: { L: [{ N: '4' }, { N: '5' }] },
      });

      const { Item } = await table.client.send(
        new GetItemCommand({
          ...table.table,
          Key: table.key(),
          ProjectionExpression: 'a, #map.x, #list[1], absent',
          ExpressionAttributeNames: { '#map': 'map', '#list': 'list' },
        }),
      );

      expect(Item).toEqual({ a: { N: '1' }, map: { M: { x: { N: '2' } } }, list: { L: [{ N: '5' }] } });
    },
    'names a table that does not exist': async (table) => {
      const get = new GetItemCommand({ TableName: 'Nowhere', Key: table.key() });

      expect(await failure(table.client.send(get))).toMatchObject({ name: 'ResourceNotFoundException' });
    },
  },
};
