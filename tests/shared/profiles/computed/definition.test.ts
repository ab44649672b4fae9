import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../../shared/errors.ts';
import { parseComputedTrait } from '../../../../shared/profiles/computed/definition.ts';

const order = { id: 'spent', event: 'Order Completed' };

function refusalOf(value: unknown): unknown {
  try {
    return parseComputedTrait(value);
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
}

describe('a computed trait', () => {
  it.each([
    { ...order, count: true },
    { ...order, name: 'Spent', sum: { of: 'total' }, within: '90d' },
    { ...order, where: [{ property: 'currency', equals: 'EUR' }], average: { of: 'total' } },
    { ...order, minimum: { of: 'total' } },
    { ...order, maximum: { of: 'shipping.price' }, within: '1mo' },
    { ...order, first: true },
    { ...order, last: { of: 'store' } },
    { ...order, mostFrequent: { of: 'store' } },
    { ...order, event: '*', distinct: { of: 'category' } },
  ])('is taken as it is written: %j', (value) => {
    expect(parseComputedTrait(value)).toEqual(value);
  });

  it.each([
    ['a list', [], '', 'a computed trait must be an object, got a list of 0'],
    ['no measure', order, '', 'a computed trait needs a measure, got none'],
    [
      'two measures',
      { ...order, count: true, sum: { of: 'total' } },
      '/sum',
      'a computed trait has exactly one measure, got `count` and `sum`',
    ],
    ['a measure that is none', { ...order, median: true }, '/median', 'unknown key `median`'],
    [
      'a property where there is none',
      { ...order, count: { of: 'total' } },
      '/count',
      '`count` must be true, got an object',
    ],
    [
      'no property where there must be one',
      { ...order, sum: true },
      '/sum',
      '`sum` must be an object with `of`, a property, got true',
    ],
    [
      'a key beside `of`',
      { ...order, last: { of: 'total', off: 1 } },
      '/last/off',
      'unknown key `off`, did you mean `of`?',
    ],
    [
      'no event',
      { id: 'spent', count: true },
      '/event',
      '`event` must be a text of 1 to 200 characters, got nothing',
    ],
    [
      'a window beyond retention',
      { ...order, count: true, within: '400d' },
      '/within',
      /^`within` must be a whole number and/,
    ],
    ['an id with capitals', { ...order, id: 'Spent', count: true }, '/id', /^`id` must be /],
    [
      'an operator that compares with the present',
      { ...order, count: true, where: [{ property: 'at', withinLast: '1d' }] },
      '/where/0/withinLast',
      /^`withinLast` compares with the present/,
    ],
    [
      'a filter that waits for a value',
      { ...order, count: true, where: [{ property: 'store', in: { parameter: 'stores' } }] },
      '/where/0/in',
      'no parameter `stores` is declared',
    ],
  ])('is refused with %s', (_, value, pointer, message) => {
    expect(refusalOf(value)).toMatchObject({
      pointer,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});
