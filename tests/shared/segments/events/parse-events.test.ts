import { describe, expect, it } from 'vitest';
import { parseSegment } from '../../../../shared/segments/parse-segment.ts';
import { acceptedEvents } from '../../../support/segments/cases/accepted-events.ts';
import { refusalOf } from '../../../support/segments/refusal-of.ts';

const order = { event: 'Order Completed' };
const filter = { property: 'category', equals: 'Roofs' };
const viewed = { event: 'Product Viewed', within: '90d' };

describe('conditions about events', () => {
  it.each(acceptedEvents)('keeps %j as it was written', (where) => {
    expect(parseSegment({ id: 'tried', where })).toEqual({ segment: { id: 'tried', where }, warnings: [] });
  });

  it.each([
    [
      { ...order, average: { atLeast: 1 } },
      'invalid_value /where/average/of: `of` must be a text of 1 to 200 characters, got nothing',
    ],
    [
      { ...order, minimum: { of: 'total' } },
      'missing_operator /where/minimum: `minimum` needs exactly one bound, got none',
    ],
    [
      { ...order, maximum: { of: 'total', atLeast: 'ten' } },
      'invalid_value /where/maximum/atLeast: `atLeast` must be a number of at most 100 billion with at most 4 decimals, got "ten"',
    ],
    [
      { ...order, maximum: { of: 'total', between: [5, 1] } },
      'invalid_value /where/maximum/between: `between` must be a list of two, the lowest and the highest, each a number of at most 100 billion with at most 4 decimals, got [5,1]',
    ],
    [
      { ...order, distinct: { of: 'coupon', atLeast: 1.5 } },
      'invalid_value /where/distinct/atLeast: `atLeast` must be a whole number of at most a billion, got 1.5',
    ],
    [
      { ...order, avarage: { of: 'total', atLeast: 1 } },
      'unknown_key /where/avarage: unknown key `avarage`, did you mean `average`?',
    ],
    [
      { ...order, count: { atLeast: 1 }, first: { within: '1d' } },
      'several_operators /where/first: an event condition has at most one measure, got `count` and `first`',
    ],
    [
      { ...order, first: {} },
      'invalid_value /where/first: `first` must be an object with one of within, since, until, between, where, got an empty one',
    ],
    [
      { ...order, last: '1d' },
      'invalid_value /where/last: `last` must be an object with one of within, since, until, between, where, got "1d"',
    ],
    [
      { ...order, first: { wihtin: '1d' } },
      'unknown_key /where/first/wihtin: unknown key `wihtin`, did you mean `within`?',
    ],
    [
      { ...order, first: { within: '1 day' } },
      'invalid_duration /where/first/within: `within` must be a whole number and m, h, d, w, mo or y, such as 30m, 7d or 1mo, from 1m to 395d, got "1 day"',
    ],
    [
      { ...order, first: { where: [{ property: 'a' }] } },
      'missing_operator /where/first/where/0: a property condition needs one operator, got none',
    ],
    [
      { ...order, each: '' },
      'invalid_value /where/each: `each` must be a text of 1 to 200 characters, got 0 characters',
    ],
    [
      { ...order, currency: 'euro' },
      'invalid_value /where/currency: `currency` must be three capital letters, such as EUR, got "euro"',
    ],
    [
      { ...order, minus: { event: 'Order Refunded', of: 'total' } },
      'invalid_key /where/minus: `minus` is taken away from a `sum`, and there is none',
    ],
    [
      { ...order, sum: { of: 'total', atLeast: 1 }, minus: { event: 'Order Refunded' } },
      'invalid_value /where/minus/of: `of` must be a text of 1 to 200 characters, got nothing',
    ],
    [
      { ...order, sum: { of: 'total', atLeast: 1 }, minus: 5 },
      'invalid_value /where/minus: `minus` must be an object with `event`, `of` and perhaps `where`, got 5',
    ],
    [
      { ...order, within: '396d' },
      'invalid_duration /where/within: `within` must be a whole number and m, h, d, w, mo or y, such as 30m, 7d or 1mo, from 1m to 395d, got "396d"',
    ],
    [
      { ...order, within: '7d', since: '2026-01-01' },
      'several_operators /where/since: when is said in one form, got `within` and `since`',
    ],
    [
      { ...order, until: '2026-01-01', between: ['2026-01-01', '2026-01-02'] },
      'several_operators /where/between: when is said in one form, got `until` and `between`',
    ],
    [
      { ...order, since: 'monday' },
      'invalid_value /where/since: `since` must be an ISO 8601 date, got "monday"',
    ],
    [
      { ...order, since: '2026-02-30' },
      'invalid_value /where/since: `since` must be an ISO 8601 date, got "2026-02-30"',
    ],
    [
      { ...order, since: '2026-02-02', until: '2026-02-01' },
      'invalid_value /where/until: `until` must end after it begins',
    ],
    [
      { ...order, between: ['2026-02-02'] },
      'invalid_value /where/between: `between` must be a list of two ISO 8601 dates, got a list of 1',
    ],
    [
      { ...order, between: ['2026-02-02', '2026-02-01'] },
      'invalid_value /where/between: `between` must end after it begins',
    ],
    [
      { ratio: [viewed], atLeast: 1 },
      'invalid_value /where/ratio: `ratio` must be a list of two events, each with a measure or counted, got a list of 1',
    ],
    [{ ratio: [viewed, viewed] }, 'missing_operator /where: `ratio` needs exactly one bound, got none'],
    [{ ratio: [viewed, 5], atLeast: 1 }, 'invalid_value /where/ratio/1: `ratio` must be an event, got 5'],
    [
      { ratio: [viewed, { ...viewed, count: { atLeast: 1 } }], atLeast: 1 },
      'invalid_value /where/ratio/1/count: `count` must be true, got an object',
    ],
    [
      { ratio: [{ ...viewed, sum: true }, viewed], atLeast: 1 },
      'invalid_value /where/ratio/0/sum: `sum` must be an object with `of`, a property, got true',
    ],
    [
      { ratio: [{ ...viewed, first: true }, viewed], atLeast: 1 },
      'unknown_key /where/ratio/0/first: unknown key `first`',
    ],
    [
      { sequence: [] },
      'invalid_value /where/sequence: `sequence` must be a list of 1 to 10 events, got a list of 0',
    ],
    [
      { sequence: Array.from({ length: 11 }, () => order) },
      'invalid_value /where/sequence: `sequence` must be a list of 1 to 10 events, got a list of 11',
    ],
    [
      { sequence: ['a'] },
      'invalid_value /where/sequence/0: `a step` must be an object with `event`, got "a"',
    ],
    [
      { sequence: [{ ...order, within: '1h' }] },
      'unknown_key /where/sequence/0/within: unknown key `within`',
    ],
    [
      { sequence: [order, { ...order, within: '1s' }] },
      'invalid_duration /where/sequence/1/within: `within` must be a whole number and m, h, d, w, mo or y, such as 30m, 7d or 1mo, from 1m to 395d, got "1s"',
    ],
    [
      { sequence: [order], without: { ...order, within: '1h' } },
      'unknown_key /where/without/within: unknown key `within`',
    ],
    [
      { sequence: [order, { ...order, count: { atLeast: 2 } }] },
      'unknown_key /where/sequence/1/count: unknown key `count`',
    ],
    [
      {
        sequence: Array.from({ length: 10 }, () => ({
          ...order,
          where: Array.from({ length: 20 }, () => filter),
        })),
      },
      'too_many_conditions /where: a segment has at most 200 conditions and filters, got more',
    ],
    [
      { ...order, first: { where: Array.from({ length: 200 }, () => filter) } },
      'too_many_conditions /where: a segment has at most 200 conditions and filters, got more',
    ],
    [
      {
        ratio: [
          {
            ...order,
            sum: { of: 'total' },
            minus: { event: 'a', of: 'b', where: Array.from({ length: 200 }, () => filter) },
          },
          order,
        ],
        atLeast: 1,
      },
      'too_many_conditions /where: a segment has at most 200 conditions and filters, got more',
    ],
  ])('refuses %j', (where, refusal) => {
    expect(refusalOf(where)).toBe(refusal);
  });

  it.each([
    [
      { ...order, distinct: { of: 'coupon', atMost: 0 } },
      ['/where/distinct: whoever has a value has at least one, so this is never true'],
    ],
    [
      { ...order, distinct: { of: 'coupon', exactly: 0 } },
      ['/where/distinct: whoever has a value has at least one, so this is never true'],
    ],
    [{ ...order, average: { of: 'total', atMost: 0 } }, []],
    [{ ratio: [viewed, viewed], atMost: 5 }, []],
    [
      { sequence: [order], without: { ...order, where: [{ property: 'coupon', notEquals: 'A' }] } },
      [
        '/where/without/where/0/notEquals: `notEquals` needs `coupon` to exist; to include the rest, use `any` with `"exists": false`',
      ],
    ],
    [
      {
        ratio: [
          {
            ...order,
            sum: { of: 'total' },
            minus: { event: 'a', of: 'b', where: [{ property: 'c', notIn: [1] }] },
          },
          order,
        ],
        atLeast: 1,
      },
      [
        '/where/ratio/0/minus/where/0/notIn: `notIn` needs `c` to exist; to include the rest, use `any` with `"exists": false`',
      ],
    ],
    [
      { ...order, within: '7d', first: { within: '7d' } },
      ['/where/first/within: no event counts longer than `7d`, so this says nothing more'],
    ],
    [
      { ...order, within: '1mo', last: { within: '32d' } },
      ['/where/last/within: no event counts longer than `1mo`, so this says nothing more'],
    ],
    // February is shorter than 30 days, and other months are longer
    [{ ...order, within: '30d', first: { within: '1mo' } }, []],
    [{ ...order, within: '7d', first: { within: '6d' } }, []],
    [
      { ratio: [viewed, viewed], atLeast: 0 },
      ['/where: a share is always at least 0, so this is true of whoever has one'],
    ],
    [
      { ratio: [viewed, { ...viewed, distinct: { of: 'sku' } }], between: [-2, -1] },
      ['/where: of two numbers of events none is below 0, so this is never true'],
    ],
    [{ ratio: [{ ...order, sum: { of: 'total' } }, order], atLeast: 0 }, []],
  ])('warns of %j', (where, warnings) => {
    expect(parseSegment({ id: 'tried', where }).warnings).toEqual(warnings);
  });
});
