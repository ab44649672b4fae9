import { describe, expect, it } from 'vitest';
import {
  type AttributeValue,
  isSameItem,
  itemBytes,
} from '../../../../../infra/local/dynamodb/storage/item.ts';

describe('the size of an item', () => {
  it.each<[string, AttributeValue, number]>([
    ['text in UTF-8', { S: 'Zoë' }, 4],
    ['two digits of a number a byte, and one more', { N: '12345' }, 4],
    ['zeros at the ends of a number are free', { N: '0.00120' }, 2],
    ['a minus sign takes a byte', { N: '-1' }, 3],
    ['bytes as they are, not as base64', { B: Buffer.from([1, 2, 3]).toString('base64') }, 3],
    ['one byte for true and for null', { BOOL: true }, 1],
    ['three bytes and one an element for a list', { L: [{ S: 'ab' }, { NULL: true }] }, 8],
    ['three bytes and one an entry for a map', { M: { ab: { S: 'c' } } }, 7],
    ['the members of a set', { SS: ['ab', 'c'] }, 3],
  ])('counts %s', (_rule, value, bytes) => {
    expect(itemBytes({ v: value })).toBe(1 + bytes);
  });
});

describe('two items', () => {
  it.each<[string, AttributeValue, AttributeValue]>([
    ['order of attributes', { M: { a: { N: '1' }, b: { N: '2' } } }, { M: { b: { N: '2' }, a: { N: '1' } } }],
    ['order inside a set', { NS: ['1', '2'] }, { NS: ['2', '1'] }],
  ])('are the same whatever the %s', (_what, one, other) => {
    expect(isSameItem({ v: one }, { v: other })).toBe(true);
  });

  it.each<[string, AttributeValue, AttributeValue]>([
    ['a value', { S: 'a' }, { S: 'b' }],
    ['a type', { S: '1' }, { N: '1' }],
    ['the order of a list', { L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] }],
    ['the length of a list', { L: [{ S: 'a' }] }, { L: [{ S: 'a' }, { S: 'b' }] }],
    ['a member of a set', { SS: ['a', 'b'] }, { SS: ['a', 'c'] }],
    ['an attribute deep inside', { M: { a: { M: { b: { N: '1' } } } } }, { M: { a: { M: {} } } }],
  ])('differ by %s', (_what, one, other) => {
    expect(isSameItem({ v: one }, { v: other })).toBe(false);
    expect(isSameItem({ v: other }, { v: one })).toBe(false);
  });
});
