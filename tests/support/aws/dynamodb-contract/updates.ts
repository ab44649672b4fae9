import {
  type AttributeValue,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { type Attributes, type Contract, type ContractTable, failure, validation } from './contract.ts';

const n = (value: number | string): AttributeValue => ({ N: String(value) });
const s = (value: string): AttributeValue => ({ S: value });
const l = (...values: AttributeValue[]): AttributeValue => ({ L: values });

const start: Attributes = {
  num: n(1),
  text: s('x'),
  tags: { SS: ['a', 'b'] },
  nums: { NS: ['1', '2'] },
  entries: l(s('0'), s('1'), s('2')),
  nested: { M: { num: n(5), entries: l(n(1)) } },
};

const given = (expression: string, values: Attributes | undefined): Partial<UpdateItemCommandInput> => {
  const names = [...expression.matchAll(/#(\w+)/g)].map(([name, attribute]) => [name, attribute ?? '']);
  return {
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
    ...(values && { ExpressionAttributeValues: values }),
  };
};

// an update of `start`, its values, and what it leaves changed; undefined is removed
const changes: readonly (readonly [
  string,
  Attributes | undefined,
  Record<string, AttributeValue | undefined>,
])[] = [
  ['SET #num = :v', { ':v': n(2) }, { num: n(2) }],
  ['SET #num = #num + :v', { ':v': n('0.5') }, { num: n('1.5') }],
  ['SET #num = :v - #num', { ':v': n(10) }, { num: n(9) }],
  ['SET fresh = if_not_exists(fresh, :v)', { ':v': n(7) }, { fresh: n(7) }],
  ['SET #num = if_not_exists(#num, :v)', { ':v': n(7) }, {}],
  ['SET fresh = if_not_exists(fresh, :zero) + :one', { ':zero': n(0), ':one': n(1) }, { fresh: n(1) }],
  ['SET fresh = #text', undefined, { fresh: s('x') }],
  // both sides are taken from the item as it was
  ['SET #num = :v, #text = #num', { ':v': n(2) }, { num: n(2), text: n(1) }],
  [
    'SET #entries = list_append(#entries, :v)',
    { ':v': l(n(3)) },
    { entries: l(s('0'), s('1'), s('2'), n(3)) },
  ],
  [
    'SET #entries = list_append(:v, #entries)',
    { ':v': l(n(3)) },
    { entries: l(n(3), s('0'), s('1'), s('2')) },
  ],
  [
    'SET fresh = list_append(if_not_exists(fresh, :none), :v)',
    { ':none': l(), ':v': l(n(3)) },
    { fresh: l(n(3)) },
  ],
  ['SET #entries[1] = :v', { ':v': s('one') }, { entries: l(s('0'), s('one'), s('2')) }],
  ['SET #entries[9] = :v', { ':v': s('last') }, { entries: l(s('0'), s('1'), s('2'), s('last')) }],
  [
    'SET #nested.fresh = :v, #nested.#num = :v',
    { ':v': n(6) },
    { nested: { M: { num: n(6), entries: l(n(1)), fresh: n(6) } } },
  ],
  ['SET #nested.#entries[0] = :v', { ':v': n(9) }, { nested: { M: { num: n(5), entries: l(n(9)) } } }],
  ['REMOVE #text', undefined, { text: undefined }],
  ['REMOVE absent', undefined, {}],
  ['REMOVE #nested.#num', undefined, { nested: { M: { entries: l(n(1)) } } }],
  ['REMOVE #entries[0]', undefined, { entries: l(s('1'), s('2')) }],
  // positions are those of the item as it was
  ['REMOVE #entries[0], #entries[1]', undefined, { entries: l(s('2')) }],
  ['REMOVE #entries[2], #entries[0]', undefined, { entries: l(s('1')) }],
  ['REMOVE #entries[7]', undefined, {}],
  ['REMOVE #nested.#entries[0]', undefined, { nested: { M: { num: n(5), entries: l() } } }],
  ['ADD #num :v', { ':v': n(-3) }, { num: n(-2) }],
  ['ADD fresh :v', { ':v': n(4) }, { fresh: n(4) }],
  ['ADD #nested.#num :v', { ':v': n(1) }, { nested: { M: { num: n(6), entries: l(n(1)) } } }],
  ['ADD fresh :v', { ':v': { SS: ['z'] } }, { fresh: { SS: ['z'] } }],
  ['ADD #nums :v', { ':v': { NS: ['2.0', '3'] } }, { nums: { NS: ['1', '2', '3'] } }],
  ['DELETE #tags :v', { ':v': { SS: ['a', 'q'] } }, { tags: { SS: ['b'] } }],
  ['DELETE #tags :v', { ':v': { SS: ['a', 'b'] } }, { tags: undefined }],
  ['DELETE #nums :v', { ':v': { NS: ['1.0'] } }, { nums: { NS: ['2'] } }],
  ['DELETE fresh :v', { ':v': { SS: ['a'] } }, {}],
  [
    'SET #num = :v REMOVE #text ADD fresh :v DELETE #tags :t',
    { ':v': n(3), ':t': { SS: ['a'] } },
    { num: n(3), text: undefined, fresh: n(3), tags: { SS: ['b'] } },
  ],
];

const refusals: readonly (readonly [string, Attributes | undefined, RegExp])[] = [
  ['SET #num = :v, #num = :w', { ':v': n(1), ':w': n(2) }, /overlap/],
  ['SET #nested = :v, #nested.#num = :v', { ':v': n(1) }, /overlap/],
  ['SET #nested.#num = :v REMOVE #nested', { ':v': n(1) }, /overlap/],
  ['SET #entries[0] = :v, #entries.a = :v', { ':v': n(1) }, /conflict/],
  ['SET #num = :v SET #text = :v', { ':v': n(1) }, /only be used once/],
  ['SET #num = #text + :v', { ':v': n(1) }, /incorrect data type|operand/],
  ['SET #num = #num + :v', { ':v': s('1') }, /[Ii]ncorrect (data|operand) type/],
  ['SET #num = absent + :v', { ':v': n(1) }, /does not exist/],
  ['SET fresh = absent', undefined, /does not exist/],
  ['SET absent.deep = :v', { ':v': n(1) }, /document path/],
  ['SET #text.deep = :v', { ':v': n(1) }, /document path/],
  ['SET #text[0] = :v', { ':v': n(1) }, /document path/],
  ['SET #entries = list_append(#entries, :v)', { ':v': n(1) }, /[Ii]ncorrect (data|operand) type/],
  ['SET #num = list_append(#num, :v)', { ':v': l() }, /incorrect data type/],
  ['ADD #text :v', { ':v': n(1) }, /incorrect data type/],
  ['ADD #num :v', { ':v': s('1') }, /[Ii]ncorrect operand type/],
  ['DELETE #num :v', { ':v': { SS: ['a'] } }, /incorrect data type/],
  ['DELETE #tags :v', { ':v': s('a') }, /[Ii]ncorrect operand type/],
  ['SET id = :v', { ':v': s('other') }, /part of the key/],
  ['REMOVE part', undefined, /part of the key/],
  ['SET id.deep = :v', { ':v': s('other') }, /key/i],
  ['SET #num :v', { ':v': n(1) }, /Syntax error/],
];

const cased = <T extends readonly unknown[]>(
  verb: string,
  rows: readonly (readonly [string, ...T])[],
  run: (table: ContractTable, row: readonly [string, ...T]) => Promise<void>,
) =>
  Object.fromEntries(
    rows.map((row, index) => [`${verb} ${row[0]} (${index + 1})`, (table: ContractTable) => run(table, row)]),
  );

const returned: Readonly<Record<string, Attributes | undefined>> = {
  NONE: undefined,
  ALL_OLD: { num: n(1), text: s('x') },
  ALL_NEW: { num: n(2), fresh: n(1), text: s('x') },
  UPDATED_OLD: { num: n(1) },
  UPDATED_NEW: { num: n(2), fresh: n(1) },
};

const sorted = (attributes: Attributes | undefined) => attributes && sets(attributes);
const sets = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      value.SS ? { SS: value.SS.toSorted() } : value.NS ? { NS: value.NS.toSorted() } : value,
    ]),
  );

export const updates: Contract = {
  area: 'updates',
  cases: {
    ...cased('carries out', changes, async (table, [expression, values, changed]) => {
      await table.put(start);

      await table.update(expression, given(expression, values));

      const left = Object.entries({ ...start, ...changed }).filter(([, value]) => value !== undefined);
      expect(sorted(await table.item())).toEqual(Object.fromEntries(left));
    }),
    ...cased('refuses', refusals, async (table, [expression, values, message]) => {
      await table.put(start);

      const error = await failure(table.update(expression, given(expression, values)));

      expect(error).toMatchObject(validation(message));
      expect(sorted(await table.item())).toEqual(start);
    }),
    ...cased(
      'returns',
      Object.entries(returned).map(
        ([values, attributes]) => [`${values} of an update`, values, attributes] as const,
      ),
      async (table, [, values, attributes]) => {
        await table.put({ num: n(1), text: s('x') });

        const { Attributes: got } = await table.update('SET num = :two, fresh = :one REMOVE absent', {
          ExpressionAttributeValues: { ':two': n(2), ':one': n(1) },
          ReturnValues: values as UpdateItemCommandInput['ReturnValues'], // a row's name
        });

        const key = values.startsWith('ALL') ? table.key() : {};
        expect(got).toEqual(attributes && { ...key, ...attributes });
      },
    ),
    'returns nested attributes as far as they were updated': async (table) => {
      await table.put({ nested: { M: { a: n(1), b: n(2) } } });

      const { Attributes: got } = await table.update('SET nested.a = :v', {
        ExpressionAttributeValues: { ':v': n(9) },
        ReturnValues: 'UPDATED_NEW',
      });

      expect(got).toEqual({ nested: { M: { a: n(9) } } });
    },
    'returns nothing old of an item that it makes': async (table) => {
      const { Attributes: got } = await table.update('SET num = :v', {
        ExpressionAttributeValues: { ':v': n(9) },
        ReturnValues: 'ALL_OLD',
      });

      expect(got).toBeUndefined();
      expect(await table.item()).toEqual({ num: n(9) });
    },
    'returns the old item of a put and of a deletion': async (table) => {
      await table.put({ num: n(1) });
      const old = { ReturnValues: 'ALL_OLD' } as const;

      const put = await table.client.send(
        new PutItemCommand({ ...table.table, Item: { ...table.key(), num: n(2) }, ...old }),
      );
      const removed = await table.client.send(
        new DeleteItemCommand({ ...table.table, Key: table.key(), ...old }),
      );
      const again = await table.client.send(
        new DeleteItemCommand({ ...table.table, Key: table.key(), ...old }),
      );

      expect(put.Attributes).toEqual({ ...table.key(), num: n(1) });
      expect(removed.Attributes).toEqual({ ...table.key(), num: n(2) });
      expect(again.Attributes).toBeUndefined();
    },
    'refuses return values that only an update has': async (table) => {
      const put = new PutItemCommand({ ...table.table, Item: table.key(), ReturnValues: 'ALL_NEW' });

      expect(await failure(table.client.send(put))).toMatchObject(validation(/ReturnValues/));
    },
    'makes an item without any expression': async (table) => {
      await table.client.send(new UpdateItemCommand({ ...table.table, Key: table.key() }));

      expect(await table.item()).toEqual({});
    },
  },
};
