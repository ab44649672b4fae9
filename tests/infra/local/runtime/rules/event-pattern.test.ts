import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../../../infra/local/runtime/rules/event-pattern.ts';

const effects = { dynamodb: { NewImage: { effects: { S: [{ exists: true }] } } } };

describe('a filter pattern', () => {
  it.each<[object, unknown, boolean]>([
    [effects, { dynamodb: { NewImage: { effects: { S: '[]' } } } }, true],
    [effects, { dynamodb: { NewImage: { effects: { L: [] } } } }, false],
    [effects, { dynamodb: { NewImage: {} } }, false],
    [effects, { dynamodb: { OldImage: { effects: { S: 'x' } } } }, false],
    [{ eventName: ['INSERT', 'MODIFY'] }, { eventName: 'MODIFY' }, true],
    [{ eventName: ['INSERT', 'MODIFY'] }, { eventName: 'REMOVE' }, false],
    [{ a: [1], b: [null] }, { a: 1, b: null }, true],
    [{ a: [1] }, { a: '1' }, false],
    [{ a: [{ exists: false }] }, {}, true],
    [{ a: [{ exists: false }] }, { a: 1 }, false],
    [{ a: [{ prefix: 'or' }] }, { a: 'order' }, true],
    [{ a: [{ prefix: 'or' }] }, { a: 7 }, false],
    [{ a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 5 }, true],
    [{ a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 0 }, false],
    [{ a: [{ numeric: ['=', 3] }] }, { a: '3' }, false],
    // one of the values of an array is enough
    [{ tags: ['new'] }, { tags: ['old', 'new'] }, true],
  ])('%j against %j is %s', (pattern, value, expected) => {
    expect(compileFilter([JSON.stringify(pattern)], 'Shop')(value)).toBe(expected);
  });

  it('matches when one of several does', () => {
    const matches = compileFilter(['{"a":[1]}', '{"a":[2]}'], 'Shop');

    expect([1, 2, 3].map((a) => matches({ a }))).toEqual([true, true, false]);
  });

  it.each([
    ['{"a":[{"anything-but":[1]}]}', 'unsupported filter rule {"anything-but":[1]}'],
    ['{"a":[{"numeric":["~",1]}]}', 'unsupported filter rule ["~",1]'],
    ['{"a":"x"}', 'unsupported filter rule "x"'],
  ])('%s is refused', (pattern, message) => {
    expect(() => compileFilter([pattern], 'Shop/Store')).toThrow(message);
  });
});
