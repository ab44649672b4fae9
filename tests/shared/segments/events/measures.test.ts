import { describe, expect, it } from 'vitest';
import { judged, type Told } from '../../../support/segments/judged.ts';

const NOON = '2026-08-01T12:00:00.000Z';
const order = { event: 'Order Completed' };
const orders = (...totals: readonly unknown[]): readonly Told[] =>
  totals.map((total, index) => ['Order Completed', `2026-08-01T0${index}:00:00Z`, { total }]);

describe('measures of events', () => {
  it.each([
    [{ average: { of: 'total', atLeast: 20 } }, [10, 30], true],
    [{ average: { of: 'total', exactly: 20 } }, [10, 30, 'many', null], true],
    // a third is not 0.3333
    [{ average: { of: 'total', atMost: 0.3333 } }, [1, 0, 0], false],
    [{ minimum: { of: 'total', exactly: 10 } }, [30, 10, 20], true],
    [{ minimum: { of: 'total', atMost: 0 } }, [0, 5], true],
    [{ maximum: { of: 'total', between: [30, 30.5] } }, [10, '30.25'], true],
    [{ maximum: { of: 'total', atLeast: 31 } }, [10, 30], false],
    [{ distinct: { of: 'total', exactly: 2 } }, [5, 5, 7], true],
    // a number and its text are two values
    [{ distinct: { of: 'total', exactly: 2 } }, [5, '5'], true],
  ])('%j of %j: %s', (measure, totals, holds) => {
    expect(judged({ ...order, ...measure }, orders(...totals), { at: NOON }).holds).toBe(holds);
  });

  it.each([
    [{ count: { atMost: 0 } }, true],
    [{ sum: { of: 'total', atMost: 0 } }, true],
    [{ never: true }, true],
    [{ average: { of: 'total', atMost: 0 } }, false],
    [{ minimum: { of: 'total', atMost: 0 } }, false],
    [{ maximum: { of: 'total', atMost: 0 } }, false],
    [{ distinct: { of: 'total', atMost: 0 } }, false],
    [{ first: { within: '1d' } }, false],
    [{ last: { where: [{ property: 'total', exists: false }] } }, false],
  ])('%j of nothing: %s', (measure, holds) => {
    expect(judged({ ...order, ...measure }, [], { at: NOON })).toEqual({ holds, flipsAt: undefined });
  });

  it('knows when an amount leaves that decides', () => {
    const where = { ...order, within: '1d', maximum: { of: 'total', atLeast: 30 } };

    expect(judged(where, orders(30, 10, 40), { at: NOON })).toEqual({
      holds: true,
      flipsAt: '2026-08-02T02:00:00.000Z',
    });
  });

  it('asks for every line of an order', () => {
    const told: readonly Told[] = [
      [
        'Order Completed',
        '2026-08-01T10:00:00Z',
        {
          category: 'Doors',
          products: [
            { category: 'Roofs', price: 10, sku: 'a' },
            { category: 'Roofs', price: 20, sku: 'b' },
            { category: 'Doors', price: 90, sku: 'a' },
          ],
        },
      ],
    ];
    const roofs = { ...order, each: 'products', where: [{ property: 'category', equals: 'Roofs' }] };
    const answers = [
      { ...roofs, count: { exactly: 2 } },
      { ...roofs, sum: { of: 'price', exactly: 30 } },
      { ...roofs, average: { of: 'price', exactly: 15 } },
      { ...roofs, maximum: { of: 'price', exactly: 20 } },
      { ...order, each: 'products', distinct: { of: 'sku', exactly: 2 } },
      { ...roofs, first: { where: [{ property: 'price', equals: 20 }] } },
      { ...roofs, where: [{ property: 'products', exists: true }], never: true },
    ].map((where) => judged(where, told, { at: NOON }).holds);

    expect(answers).toEqual(answers.map(() => true));
  });

  it('stays exact for 64 orders, however many lines they have', () => {
    const hour = (hours: number) => new Date(Date.UTC(2026, 6, 1, hours)).toISOString();
    const told = Array.from(
      { length: 41 },
      (_, hours): Told => [
        'Order Completed',
        hour(hours),
        { products: Array.from({ length: 20 }, (_, line) => ({ price: 100 - hours - line })) },
      ],
    );
    const where = { ...order, each: 'products', within: '1d' };
    const asked = [{ count: { exactly: 24 * 20 } }, { maximum: { of: 'price', exactly: 83 } }];

    // of the last day, from hour 17 on
    expect(asked.map((measure) => judged({ ...where, ...measure }, told, { at: hour(40) }))).toEqual(
      asked.map(() => ({ holds: true, flipsAt: hour(41) })),
    );
  });

  it('takes the revenue of any order that has no total', () => {
    const told: readonly Told[] = [
      ['Order Completed', '2026-08-01T10:00:00Z', { revenue: 50 }],
      ['Order Refunded', '2026-08-01T11:00:00Z', { revenue: 20 }],
    ];
    const where = {
      ...order,
      sum: { of: 'total', exactly: 30 },
      minus: { event: 'Order Refunded', of: 'total' },
    };

    expect(judged(where, told, { at: NOON }).holds).toBe(true);
  });
});

describe('ratio', () => {
  const viewed = { event: 'Product Viewed', within: '7d' };
  const share = {
    ratio: [{ ...viewed, where: [{ property: 'category', equals: 'Roofs' }] }, viewed],
    atLeast: 0.9,
  };
  const views = (roofs: number, doors: number): readonly Told[] =>
    Array.from(
      { length: roofs + doors },
      (_, index): Told => [
        'Product Viewed',
        `2026-07-${index < doors ? '30' : '31'}T00:00:0${index % 10}Z`,
        { category: index < doors ? 'Doors' : 'Roofs' },
      ],
    );

  it('holds of nine in ten', () => {
    expect(judged(share, views(9, 1), { at: NOON }).holds).toBe(true);
    expect(judged(share, views(8, 1), { at: NOON }).holds).toBe(false);
  });

  it('changes as one of the two does, and is false of nothing', () => {
    expect(judged(share, views(8, 1), { at: NOON })).toEqual({
      holds: false,
      flipsAt: '2026-08-06T00:00:00.000Z',
    });
    expect(judged(share, views(9, 1), { at: NOON })).toEqual({
      holds: true,
      flipsAt: '2026-08-07T00:00:09.000Z',
    });
    expect(judged({ ratio: share.ratio, atMost: 5 }, [], { at: NOON }).holds).toBe(false);
  });

  it('compares amounts with amounts exactly', () => {
    const told: readonly Told[] = [['Order Completed', '2026-08-01T10:00:00Z', { tax: 0.3, total: 0.1 }]];
    const where = {
      ratio: [
        { ...order, sum: { of: 'tax' } },
        { ...order, sum: { of: 'total' } },
      ],
      exactly: 3,
    };

    expect(judged(where, told, { at: NOON }).holds).toBe(true);
  });
});
