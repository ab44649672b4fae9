import { describe, expect, it } from 'vitest';
import { judged, type Told } from '../../../support/segments/judged.ts';

const T = '2026-08-01T10:00:00.000Z';
// 90 days later, to the second
const END = '2026-10-30T10:00:00.000Z';
const bought = { event: 'Order Completed', within: '90d', sum: { of: 'total', atLeast: 100 } };
const order = (at: string, total: number): Told => ['Order Completed', at, { total, currency: 'EUR' }];

describe('who bought for 100 in the last 90 days', () => {
  it.each<[string, readonly Told[], string, boolean, string | undefined]>([
    ['is in from the second of the order', [order(T, 100)], T, true, END],
    ['is out with a cent less', [order(T, 99.99)], T, false, undefined],
    ['is in until the last millisecond', [order(T, 100)], '2026-10-30T09:59:59.999Z', true, END],
    ['is out 90 days later', [order(T, 100)], END, false, undefined],
    [
      'stays for a second order',
      [order(T, 100), order('2026-10-30T09:59:59Z', 100)],
      END,
      true,
      '2027-01-28T09:59:59.000Z',
    ],
    [
      'needs both of two orders',
      [order(T, 60), order('2026-09-01T00:00:00Z', 60)],
      '2026-09-01T00:00:00Z',
      true,
      END,
    ],
    [
      'has a late order counted at its own time',
      [order('2026-09-01T00:00:00Z', 50), order(T, 50)],
      '2026-10-30T09:59:59Z',
      true,
      END,
    ],
  ])('%s', (_, told, at, holds, flipsAt) => {
    expect(judged(bought, told, { at })).toEqual({ holds, flipsAt });
  });

  it.each<[string, readonly Told[], string, boolean, string | undefined]>([
    [
      'is out after a refund',
      [order(T, 100), ['Order Refunded', '2026-08-02T10:00:00Z', { total: 0.01 }]],
      '2026-08-02T10:00:00Z',
      false,
      undefined,
    ],
    [
      'stays when enough is left',
      [order(T, 150), ['Order Refunded', '2026-08-02T10:00:00Z', { total: 50 }]],
      '2026-08-03T10:00:00Z',
      true,
      END,
    ],
    [
      'is in until the refund that is known already',
      [order(T, 100), ['Order Refunded', '2026-08-02T10:00:00Z', { total: 1 }]],
      T,
      true,
      '2026-08-02T10:00:00.000Z',
    ],
  ])('less what was refunded: %s', (_, told, at, holds, flipsAt) => {
    const less = { ...bought, minus: { event: 'Order Refunded', of: 'total' } };

    expect(judged(less, told, { at })).toEqual({ holds, flipsAt });
  });

  it('adds up one currency, in whatever capitals it is written', () => {
    const told: readonly Told[] = [
      ['Order Completed', T, { total: 60, currency: 'eur' }],
      ['Order Completed', T, { total: 60, currency: 'PLN' }],
      ['Order Completed', T, { total: 60 }],
    ];

    expect(judged({ ...bought, currency: 'EUR' }, told, { at: T }).holds).toBe(false);
    expect(judged({ ...bought, currency: 'EUR' }, [...told, order(T, 40)], { at: T }).holds).toBe(true);
  });
});

describe('a first order under 24 hours old', () => {
  const where = { event: 'Order Completed', first: { within: '24h' } };
  const only = { all: [where, { event: 'Order Completed', count: { exactly: 1 } }] };

  it('leaves at 24 hours, and not for a second order', () => {
    expect(judged(where, [order(T, 5)], { at: T })).toEqual({
      holds: true,
      flipsAt: '2026-08-02T10:00:00.000Z',
    });
    expect(judged(where, [order(T, 5)], { at: '2026-08-02T10:00:00Z' }).holds).toBe(false);
    expect(
      judged(where, [order(T, 5), order('2026-08-01T11:00:00Z', 5)], { at: '2026-08-01T11:00:00Z' }).holds,
    ).toBe(true);
  });

  it('leaves on a second order where it must be the only one', () => {
    const second = order('2026-08-01T11:00:00Z', 5);

    expect(judged(only, [order(T, 5), second], { at: '2026-08-01T10:59:59Z' })).toEqual({
      holds: true,
      flipsAt: '2026-08-01T11:00:00.000Z',
    });
    expect(judged(only, [order(T, 5), second], { at: '2026-08-01T11:00:00Z' }).holds).toBe(false);
  });

  it('was never under 24 hours old for who bought long before, however late that is told', () => {
    expect(judged(where, [order(T, 5), order('2025-08-01T10:00:00Z', 5)], { at: T }).holds).toBe(false);
  });

  it('asks for the properties of the first, or of the last', () => {
    const told: readonly Told[] = [
      ['Page Viewed', T, { path: '/sale' }],
      ['Page Viewed', '2026-08-02T10:00:00Z', { path: '/roofs' }],
    ];
    const asks = (end: 'first' | 'last', path: string) => ({
      event: 'Page Viewed',
      [end]: { where: [{ property: 'path', equals: path }] },
    });
    const answers = (where: unknown) => judged(where, told, { at: '2026-08-03T00:00:00Z' }).holds;

    expect([asks('first', '/sale'), asks('first', '/roofs')].map(answers)).toEqual([true, false]);
    expect([asks('last', '/sale'), asks('last', '/roofs')].map(answers)).toEqual([false, true]);
  });
});

describe('a window by the calendar', () => {
  it.each([
    // the clocks of Warsaw go on on March 29 and back on October 25
    ['1mo', '2026-02-28T23:30:00Z', '2026-03-31T22:30:00.000Z'],
    ['1mo', '2026-03-28T11:00:00Z', '2026-04-28T10:00:00.000Z'],
    ['1mo', '2026-10-10T10:00:00Z', '2026-11-10T11:00:00.000Z'],
    // 02:30 of the spring day is skipped, of the autumn day comes twice
    ['1mo', '2026-02-28T01:30:00Z', '2026-03-28T01:30:00.000Z'],
    ['1mo', '2026-09-25T00:30:00Z', '2026-10-25T00:30:00.000Z'],
    // no 29, 30 or 31 of February
    ['1mo', '2026-01-31T11:00:00Z', '2026-02-28T11:00:00.000Z'],
    ['1y', '2024-02-29T11:00:00Z', '2025-02-28T11:00:00.000Z'],
    ['1mo', '2024-01-29T11:00:00Z', '2024-02-29T11:00:00.000Z'],
    // a day of 24 hours is 24 hours, whatever the clocks show
    ['24h', '2026-03-28T12:00:00Z', '2026-03-29T12:00:00.000Z'],
    ['7d', '2026-10-20T12:00:00Z', '2026-10-27T12:00:00.000Z'],
  ])('of %s lets what happened at %s leave at %s', (within, at, flipsAt) => {
    const where = { event: 'Login', within };

    expect(judged(where, [['Login', at]], { at, timezone: 'Europe/Warsaw' })).toEqual({
      holds: true,
      flipsAt,
    });
    expect(judged(where, [['Login', at]], { at: flipsAt, timezone: 'Europe/Warsaw' }).holds).toBe(false);
  });
});

describe('a stretch between two dates', () => {
  const november = { event: 'Order Completed', between: ['2026-11-01', '2026-11-30'] };

  it.each([
    ['2026-10-31T22:59:59.999Z', false],
    ['2026-10-31T23:00:00Z', true],
    ['2026-11-30T22:59:59.999Z', true],
    ['2026-11-30T23:00:00Z', false],
  ])('has whole days of the workspace: %s %s', (at, holds) => {
    expect(
      judged(november, [order(at, 5)], { at: '2027-05-01T00:00:00Z', timezone: 'Europe/Warsaw' }).holds,
    ).toBe(holds);
  });

  it('ends at a time that is named, exclusive', () => {
    const where = { event: 'Order Completed', until: '2026-11-30T18:00:00Z' };
    const answer = (at: string) => judged(where, [order(at, 5)], { at: '2027-05-01T00:00:00Z' }).holds;

    expect(answer('2026-11-30T17:59:59.999Z')).toBe(true);
    expect(answer('2026-11-30T18:00:00Z')).toBe(false);
  });

  it('is exact for any number of events, and never changes by itself', () => {
    const many = Array.from({ length: 1_000 }, (_, index) =>
      order(new Date(Date.UTC(2026, 9, 1) + index * 7_200_000).toISOString(), 1),
    );
    const inside = many.filter(([, at]) => at >= '2026-11-01' && at < '2026-12-01').length;
    const where = { ...november, count: { exactly: inside } };

    expect(judged(where, many, { at: '2027-01-01T00:00:00Z' })).toEqual({ holds: true, flipsAt: undefined });
  });
});
