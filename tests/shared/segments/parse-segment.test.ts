import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../shared/errors.ts';
import { segmentSchema } from '../../../shared/segments/definition.ts';
import { operatorNames } from '../../../shared/segments/operators.ts';
import { parseSegment } from '../../../shared/segments/parse-segment.ts';

function refusalOf(value: unknown): {
  code: string;
  pointer: string | undefined;
  message: string;
  allowed: unknown;
} {
  try {
    parseSegment(value);
  } catch (error) {
    if (error instanceof InvalidInputError)
      return { ...error, message: error.message, pointer: error.pointer };
    throw error;
  }
  throw new Error('was not refused');
}

function nested(depth: number): unknown {
  return depth === 1 ? { trait: 'plan', exists: true } : { not: nested(depth - 1) };
}

const exists = { trait: 'plan', exists: true };
const order = { event: 'Order Completed' };

describe('parseSegment', () => {
  it('keeps a definition as it was written', () => {
    const segment = {
      id: 'recent-buyers',
      name: 'Bought for 100 or more in the last 90 days',
      where: {
        all: [
          { ...order, within: '90d', sum: { of: 'total', atLeast: 100 } },
          {
            ...order,
            where: [{ property: 'currency', in: ['EUR', 'PLN'], ignoreCase: true }],
            count: { between: [1, 5] },
          },
          {
            any: [
              { trait: 'address.city', equals: 'Krakow' },
              { not: { event: '*', within: '1y', never: true } },
            ],
          },
        ],
      },
    };

    expect(parseSegment(segment)).toEqual({ segment, warnings: [] });
    expect(segmentSchema.parse(segment)).toEqual(segment);
  });

  it.each([
    [nested(10), 'ten deep'],
    [{ any: Array.from({ length: 199 }, () => exists) }, '200 conditions'],
    [{ trait: 'plan', in: Array.from({ length: 1_000 }, (_, index) => index) }, '1,000 values'],
    [{ ...order, within: '1m' }, 'a minute'],
    [{ ...order, within: '395d' }, 'all of the retention'],
    [{ ...order, within: '12mo' }, 'a year by the calendar'],
    [{ trait: '__proto__', equals: 'x' }, 'a name like any other'],
    [{ trait: 'createdAt', withinLast: '5y' }, 'traits have no retention'],
  ])('accepts %#: %s', (where) => {
    expect(parseSegment({ id: 'tried', where }).segment.where).toEqual(where);
  });

  it.each([
    [{ trait: 'plan', equal: 'x' }, '/where/equal', 'unknown operator `equal`, did you mean `equals`?'],
    [
      { trait: 'plan', startswith: 'x' },
      '/where/startswith',
      'unknown operator `startswith`, did you mean `startsWith`?',
    ],
    [
      { trait: 'plan', greater: 1 },
      '/where/greater',
      'unknown operator `greater`, did you mean `greaterThan`?',
    ],
    [{ and: [exists] }, '/where/and', 'unknown condition `and`, did you mean `all`?'],
    [{ OR: [exists] }, '/where/OR', 'unknown condition `OR`, did you mean `any`?'],
    [
      { trait: 'age', between: [5, 1] },
      '/where/between',
      '`between` must be a list of the lowest and the highest, both numbers or both ISO 8601 dates, got [5,1]',
    ],
    [{ trait: 'plan', regex: 'x' }, '/where/regex', 'unknown operator `regex`'],
    [{ trait: 'plan', constructor: 'x' }, '/where/constructor', 'unknown operator `constructor`'],
    [{ trait: 'plan', 'a/b~c': 1 }, '/where/a~1b~0c', 'unknown operator `a/b~c`'],
    [{ trait: 'plan' }, '/where', 'a trait condition needs one operator, got none'],
    [
      { trait: 'plan', equals: 1, in: [1] },
      '/where/in',
      'a trait condition has exactly one operator, got `equals` and `in`',
    ],
    [
      { trait: 'plan', greaterThan: 1, ignoreCase: true },
      '/where/ignoreCase',
      '`ignoreCase` is for operators that compare texts, got it beside `greaterThan`',
    ],
    [
      { trait: '', exists: true },
      '/where/trait',
      '`trait` must be a text of 1 to 200 characters, got 0 characters',
    ],
    [{ trait: 5, exists: true }, '/where/trait', '`trait` must be a text of 1 to 200 characters, got 5'],
    [
      { trait: 'age', atLeast: 'ten' },
      '/where/atLeast',
      '`atLeast` must be a number, a numeric text or an ISO 8601 date, got "ten"',
    ],
    [
      { trait: 'age', in: ['a', null] },
      '/where/in/1',
      '`in` must be a text of at most 1000 characters, a number, or true or false, got null',
    ],
    [
      { trait: 'age', in: Array.from({ length: 10_000 }, () => 1) },
      '/where/in',
      '`in` must be a list of 1 to 1000 values, got a list of 10000',
    ],
    [
      { trait: 'home', near: { latitude: 50, longitude: 20, km: -1 } },
      '/where/near/km',
      '`km` must be a number from 0 to 20038, got -1',
    ],
    [
      { trait: 'birthday', anniversary: { in: '3h' } },
      '/where/anniversary/in',
      '`in` must be whole days from 0d to 365d, got "3h"',
    ],
    [{ evnt: 'x' }, '/where/evnt', 'unknown condition `evnt`, did you mean `event`?'],
    [{ cohort: 'staff' }, '/where/cohort', 'unknown condition `cohort`'],
    [{ segment: 7 }, '/where/segment', '`segment` must be a text of 1 to 200 characters, got 7'],
    [{ segment: 'staff', is: true }, '/where/is', 'unknown key `is`'],
    [{}, '/where', 'a condition says what must hold, got an empty object'],
    [[exists], '/where', 'a condition must be an object, got a list of 1'],
    [{ all: [exists], any: [exists] }, '/where', 'a condition is of one kind, got `all` and `any`'],
    [{ all: [] }, '/where/all', '`all` must be a list of at least one condition, got a list of 0'],
    [{ any: exists }, '/where/any', '`any` must be a list of at least one condition, got an object'],
    [{ all: [exists], name: 'x' }, '/where/name', 'unknown key `name`'],
    [
      { all: [exists, { not: { any: [{ trait: 'a', is: 1 }] } }] },
      '/where/all/1/not/any/0/is',
      'unknown operator `is`, did you mean `in`?',
    ],
    [{ not: [exists] }, '/where/not', 'a condition must be an object, got a list of 1'],
    [nested(11), '/where', 'conditions nest at most 10 deep, got more'],
    [
      { any: Array.from({ length: 200 }, () => exists) },
      '/where',
      'a segment has at most 200 conditions and filters, got more',
    ],
    [
      { ...order, within: '0d' },
      '/where/within',
      '`within` must be a whole number and m, h, d, w, mo or y, such as 30m, 7d or 1mo, from 1m to 395d, got "0d"',
    ],
    [
      { ...order, within: -1 },
      '/where/within',
      '`within` must be a whole number and m, h, d, w, mo or y, such as 30m, 7d or 1mo, from 1m to 395d, got -1',
    ],
    [
      { ...order, count: 3 },
      '/where/count',
      '`count` must be an object with one of atLeast, atMost, exactly, between, got 3',
    ],
    [{ ...order, count: {} }, '/where/count', '`count` needs exactly one bound, got none'],
    [
      { ...order, count: { atLeast: 1, atMost: 2 } },
      '/where/count',
      '`count` needs exactly one bound, got `atLeast` and `atMost`',
    ],
    [
      { ...order, count: { atleast: 1 } },
      '/where/count/atleast',
      'unknown key `atleast`, did you mean `atLeast`?',
    ],
    [
      { ...order, count: { atLeast: 1.5 } },
      '/where/count/atLeast',
      '`atLeast` must be a whole number of at most a billion, got 1.5',
    ],
    [
      { ...order, sum: { atLeast: 1 } },
      '/where/sum/of',
      '`of` must be a text of 1 to 200 characters, got nothing',
    ],
    [
      { ...order, sum: { of: 'total', atLeast: 0.00001 } },
      '/where/sum/atLeast',
      '`atLeast` must be a number of at most 100 billion with at most 4 decimals, got 0.00001',
    ],
    [
      { ...order, count: { atLeast: 1 }, never: true },
      '/where/never',
      'an event condition has at most one measure, got `count` and `never`',
    ],
    [{ ...order, never: false }, '/where/never', '`never` must be true, got false'],
    [{ ...order, wihtin: '7d' }, '/where/wihtin', 'unknown key `wihtin`, did you mean `within`?'],
    [
      { ...order, where: { property: 'a', equals: 1 } },
      '/where/where',
      '`where` must be a list of objects with `property` and one operator each, got an object',
    ],
    [
      { ...order, where: ['a'] },
      '/where/where/0',
      'a filter must be an object with `property` and one operator, got "a"',
    ],
    [
      { ...order, where: [{ property: 'a', withinLast: '1d' }] },
      '/where/where/0/withinLast',
      '`withinLast` compares with the present and cannot test a property, which never changes',
    ],
  ])('refuses %#: at %s, %s', (where, pointer, message) => {
    expect(refusalOf({ id: 'tried', where })).toMatchObject({ pointer, message });
  });

  it.each([
    [null, '', 'a segment must be an object, got null'],
    [
      { id: 'a b', where: exists },
      '/id',
      '`id` must be letters, digits, - and _, at most 64, beginning with a letter or digit, got "a b"',
    ],
    [
      { where: exists },
      '/id',
      '`id` must be letters, digits, - and _, at most 64, beginning with a letter or digit, got nothing',
    ],
    [{ id: 'a', name: '', where: exists }, '/name', '`name` must be a text of 1 to 200 characters, got ""'],
    [{ id: 'a', nmae: 'A', where: exists }, '/nmae', 'unknown key `nmae`, did you mean `name`?'],
    [{ id: 'a' }, '/where', 'a condition must be an object, got nothing'],
  ])('refuses the segment %j at %j', (value, pointer, message) => {
    expect(refusalOf(value)).toMatchObject({ pointer, message });
  });

  it('says by code and list what is allowed', () => {
    expect(refusalOf({ id: 'tried', where: { trait: 'plan', equal: 1 } })).toMatchObject({
      code: 'unknown_operator',
      allowed: operatorNames,
    });
    expect(refusalOf({ id: 'tried', where: { cohort: 'vip' } })).toMatchObject({
      code: 'unknown_condition',
      allowed: expect.arrayContaining(['all', 'any', 'not', 'trait', 'event', 'segment']),
    });
    const step = { ...order, count: { atLeast: 2 } };
    expect(refusalOf({ id: 'tried', where: { sequence: [step, order] } }).allowed).toEqual([
      'event',
      'where',
    ]);
    expect(refusalOf({ id: 'tried', where: { sequence: [order, step] } }).allowed).toEqual([
      ...['event', 'where', 'within'],
    ]);
  });

  it('refuses what is pathological in bounded time', () => {
    const deepValue = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], 'x');
    const deepTree = Array.from({ length: 100_000 }).reduce<unknown>((inner) => ({ not: inner }), exists);
    const codes = [
      { any: Array.from({ length: 100_000 }, () => exists) },
      { any: Array.from({ length: 20 }, () => ({ all: Array.from({ length: 500 }, () => exists) })) },
      { ...order, where: Array.from({ length: 100_000 }, () => ({ property: 'a', equals: 1 })) },
      deepTree,
      { trait: 'plan', equals: deepValue },
      { trait: 'plan', equals: 'x'.repeat(10_000_000) },
      { trait: 'plan', [`equals${'s'.repeat(1_000_000)}`]: 1 },
      { trait: 'plan', matches: `(${'a{1000}'.repeat(20)})` },
    ].map((where) => {
      const start = process.cpuUsage();
      const { code } = refusalOf({ id: 'tried', where });
      expect(process.cpuUsage(start).user / 1_000).toBeLessThan(500);
      return code;
    });

    expect(new Set(codes)).toEqual(
      new Set(['too_many_conditions', 'too_deep', 'invalid_value', 'unknown_operator']),
    );
  });
});
