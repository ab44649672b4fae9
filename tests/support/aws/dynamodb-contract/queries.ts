import {
  type AttributeValue,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { type Attributes, type Contract, type ContractTable, failure, validation } from './contract.ts';

const query = (table: ContractTable, condition = '', more: Partial<QueryCommandInput> = {}) =>
  table.client.send(
    new QueryCommand({
      ...table.table,
      KeyConditionExpression: `id = :id${condition && ` AND ${condition}`}`,
      ...more,
      ExpressionAttributeValues: { ':id': { S: table.id }, ...more.ExpressionAttributeValues },
    }),
  );
const parts = (items: readonly Attributes[] | undefined) =>
  items?.map(({ part }) => part?.S ?? part?.N ?? Buffer.from(part?.B ?? []).toString('hex'));

// in DynamoDB's order: by the bytes of UTF-8
const texts = ['A', 'B', 'a', 'aa', 'ab', 'b', 'é', '\uffee', '😀'];
const numbers = [
  '-1e100',
  '-200',
  '-9.11',
  '-9.1',
  '-1',
  '-0.5',
  '-1e-100',
  '0',
  '1e-100',
  '0.5',
  '1',
  '1.5',
  '9',
  '10',
  '200',
  '1e100',
];
const binaries = [[0], [0, 0], [0, 1], [1], [127], [128], [128, 0], [255]].map(
  (bytes) => new Uint8Array(bytes),
);

const shuffled = <T>(values: readonly T[]): T[] =>
  values.toSorted((one, other) => ((String(one).length * 7) % 5) - ((String(other).length * 7) % 5));

const textRanges: readonly (readonly [string, Attributes, string[]])[] = [
  ['part = :v', { ':v': { S: 'aa' } }, ['aa']],
  ['part < :v', { ':v': { S: 'a' } }, ['A', 'B']],
  ['part <= :v', { ':v': { S: 'a' } }, ['A', 'B', 'a']],
  ['part > :v', { ':v': { S: 'ab' } }, ['b', 'é', '\uffee', '😀']],
  ['part >= :v', { ':v': { S: 'b' } }, ['b', 'é', '\uffee', '😀']],
  ['part BETWEEN :v AND :w', { ':v': { S: 'B' }, ':w': { S: 'aa' } }, ['B', 'a', 'aa']],
  ['begins_with(part, :v)', { ':v': { S: 'a' } }, ['a', 'aa', 'ab']],
];

const numberRanges: readonly (readonly [string, string, string[]])[] = [
  ['part < :v', '-9.1', ['-1e100', '-200', '-9.11']],
  ['part <= :v', '-9.1', ['-1e100', '-200', '-9.11', '-9.1']],
  ['part > :v', '9', ['10', '200', '1e100']],
  ['part >= :v', '9.0', ['9', '10', '200', '1e100']],
  ['part = :v', '0.50', ['0.5']],
];

const fill = async (table: ContractTable, TableName: string, values: readonly AttributeValue[]) => {
  for (const part of shuffled(values)) {
    await table.client.send(new PutItemCommand({ TableName, Item: { id: { S: table.id }, part } }));
  }
};
const plain = (number: string) => Number(number);

const invalid: readonly (readonly [string, Partial<QueryCommandInput>, RegExp])[] = [
  [
    'without the partition key',
    { KeyConditionExpression: 'part = :id' },
    /missed key schema element|not supported/,
  ],
  ['by a range of partition keys', { KeyConditionExpression: 'id > :id' }, /not supported/],
  ['by OR', { KeyConditionExpression: 'id = :id OR part = :id' }, /OR/],
  [
    'by another attribute',
    { KeyConditionExpression: 'id = :id AND num = :id' },
    /key schema element|not supported|not a key/,
  ],
  ['by the type of another key', { ExpressionAttributeValues: { ':id': { N: '1' } } }, /type does not match/],
  [
    'with a filter on its key',
    { FilterExpression: 'part = :id' },
    /[Ff]ilter.*primary key|can only contain non-primary/,
  ],
  ['with a limit of nothing', { Limit: 0 }, /greater than or equal to 1/],
  ['from a key of another shape', { ExclusiveStartKey: { id: { S: 'x' } } }, /starting key/],
];

export const queries: Contract = {
  area: 'queries and scans',
  cases: {
    'sorts texts by their bytes': async (table) => {
      await fill(
        table,
        'Contract',
        texts.map((S) => ({ S })),
      );

      expect(parts((await query(table)).Items)).toEqual(texts);
      expect(parts((await query(table, '', { ScanIndexForward: false })).Items)).toEqual(texts.toReversed());
    },
    'sorts numbers by their value': async (table) => {
      await fill(
        table,
        'Contract-N',
        numbers.map((N) => ({ N })),
      );

      const { Items } = await query(table, '', { TableName: 'Contract-N' });

      expect(parts(Items)?.map(plain)).toEqual(numbers.map(plain));
    },
    'sorts binaries by their bytes': async (table) => {
      await fill(
        table,
        'Contract-B',
        binaries.map((B) => ({ B })),
      );

      const { Items } = await query(table, '', { TableName: 'Contract-B' });

      expect(parts(Items)).toEqual(binaries.map((bytes) => Buffer.from(bytes).toString('hex')));
    },
    ...Object.fromEntries(
      textRanges.map(([condition, values, expected]) => [
        `finds texts where ${condition}`,
        async (table: ContractTable) => {
          await fill(
            table,
            'Contract',
            texts.map((S) => ({ S })),
          );
          const { Items } = await query(table, condition, { ExpressionAttributeValues: values });
          expect(parts(Items)).toEqual(expected);
        },
      ]),
    ),
    ...Object.fromEntries(
      numberRanges.map(([condition, N, expected]) => [
        `finds numbers where ${condition}`,
        async (table: ContractTable) => {
          await fill(
            table,
            'Contract-N',
            numbers.map((value) => ({ N: value })),
          );
          const { Items } = await query(table, condition, {
            TableName: 'Contract-N',
            ExpressionAttributeValues: { ':v': { N } },
          });
          expect(parts(Items)?.map(plain)).toEqual(expected.map(plain));
        },
      ]),
    ),
    'finds binaries by their beginning': async (table) => {
      await fill(
        table,
        'Contract-B',
        binaries.map((B) => ({ B })),
      );

      const { Items } = await query(table, 'begins_with(part, :v)', {
        TableName: 'Contract-B',
        ExpressionAttributeValues: { ':v': { B: new Uint8Array([128]) } },
      });

      expect(parts(Items)).toEqual(['80', '8000']);
    },
    ...Object.fromEntries(
      invalid.map(([what, more, message]) => [
        `refuses to query ${what}`,
        async (table: ContractTable) => {
          expect(await failure(query(table, '', more))).toMatchObject(validation(message));
        },
      ]),
    ),
    'goes on page by page, either way': async (table) => {
      for (const part of texts) await table.put({}, part);
      const walk = async (ScanIndexForward: boolean) => {
        const pages: (string[] | undefined)[] = [];
        let last: QueryCommandInput['ExclusiveStartKey'];
        do {
          const page = await query(table, '', { Limit: 4, ScanIndexForward, ExclusiveStartKey: last });
          pages.push(parts(page.Items));
          last = page.LastEvaluatedKey;
        } while (last !== undefined);
        return pages.flat();
      };

      expect(await walk(true)).toEqual(texts);
      expect(await walk(false)).toEqual(texts.toReversed());
    },
    'tells that it may go on, when the limit is just what there is': async (table) => {
      for (const part of ['a', 'b']) await table.put({}, part);

      const page = await query(table, '', { Limit: 2 });
      const next = await query(table, '', { Limit: 2, ExclusiveStartKey: page.LastEvaluatedKey });

      expect(page.LastEvaluatedKey).toEqual(table.key('b'));
      expect(next).toMatchObject({ Items: [], Count: 0, ScannedCount: 0 });
      expect(next.LastEvaluatedKey).toBeUndefined();
    },
    'filters after the limit': async (table) => {
      for (const part of ['a', 'b', 'c']) await table.put({ kept: { BOOL: part === 'c' } }, part);
      const filter = {
        FilterExpression: 'kept = :yes',
        ExpressionAttributeValues: { ':yes': { BOOL: true } },
        Limit: 2,
      };

      const first = await query(table, '', filter);
      const second = await query(table, '', { ...filter, ExclusiveStartKey: first.LastEvaluatedKey });

      expect(first).toMatchObject({ Items: [], Count: 0, ScannedCount: 2, LastEvaluatedKey: table.key('b') });
      expect(parts(second.Items)).toEqual(['c']);
    },
    'counts without giving items': async (table) => {
      for (const part of ['a', 'b', 'c']) await table.put({}, part);

      const { Count, ScannedCount, Items } = await query(table, '', { Select: 'COUNT' });

      expect({ Count, ScannedCount, Items }).toEqual({ Count: 3, ScannedCount: 3, Items: undefined });
    },
    'gives only the attributes asked for': async (table) => {
      await table.put({ num: { N: '1' }, text: { S: 'x' } });

      const { Items } = await query(table, '', { ProjectionExpression: 'num' });

      expect(Items).toEqual([{ num: { N: '1' } }]);
    },
    'ends a page at a megabyte of what it reads, whatever it gives': async (table) => {
      const all = ['a', 'b', 'c', 'd', 'e'];
      for (const part of all) await table.put({ text: { S: 'x'.repeat(300_000) } }, part);
      const more = { ProjectionExpression: 'part' };

      const page = await query(table, '', more);
      const next = await query(table, '', { ...more, ExclusiveStartKey: page.LastEvaluatedKey });

      // documented is only that reading ends there, not on which side of it
      expect([3, 4]).toContain(page.Items?.length);
      expect([...(page.Items ?? []), ...(next.Items ?? [])].map(({ part }) => part?.S)).toEqual(all);
    },
    'finds nothing where nothing is': async (table) => {
      expect(await query(table)).toMatchObject({ Items: [], Count: 0, ScannedCount: 0 });
    },
    'scans everything in segments, each item in one': async (table) => {
      const all = Array.from({ length: 40 }, (_, index) => table.own(`partition ${index}`));
      for (const id of all) {
        await table.client.send(
          new PutItemCommand({ ...table.table, Item: { id: { S: id }, part: { S: 'a' } } }),
        );
      }
      const scan = async (Segment: number) => {
        const found: (string | undefined)[] = [];
        let last: QueryCommandInput['ExclusiveStartKey'];
        do {
          const page = await table.client.send(
            new ScanCommand({
              ...table.table,
              TotalSegments: 4,
              Segment,
              ExclusiveStartKey: last,
              FilterExpression: 'begins_with(id, :id)',
              ExpressionAttributeValues: { ':id': { S: table.id } },
            }),
          );
          found.push(...(page.Items ?? []).map(({ id }) => id?.S));
          last = page.LastEvaluatedKey;
        } while (last !== undefined);
        return found;
      };

      const segments = await Promise.all([0, 1, 2, 3].map(scan));

      expect(segments.flat().toSorted()).toEqual(all.toSorted());
      expect(segments.filter((found) => found.length > 0).length).toBeGreaterThan(1);
    },
    'refuses a segment that is not one of all': async (table) => {
      const scan = new ScanCommand({ ...table.table, TotalSegments: 2, Segment: 2 });

      expect(await failure(table.client.send(scan))).toMatchObject(validation(/Segment/));
    },
  },
};
