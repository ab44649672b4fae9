import { describe, expect, it } from 'vitest';
import { cleanObject } from '../../../shared/json/clean-value.ts';
import { parseJson } from '../../../shared/json/parse-json.ts';

const clean = (text: string) => {
  const flags = new Set<string>();
  // the texts below are objects
  const value = cleanObject(parseJson(text) as object, flags);
  return { value, flags: [...flags] };
};

describe('a cleaned object', () => {
  it('has no keys that reach a prototype, however deep', () => {
    const { value, flags } = clean(
      '{"a":{"__proto__":{"isAdmin":true},"b":[{"constructor":{"prototype":{"x":1}}}]}}',
    );

    expect(JSON.stringify(value)).toBe('{"a":{"b":[{}]}}');
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
    expect(flags).toEqual(['dropped_key']);
  });

  it.each(['toString', 'hasOwnProperty', 'length', '$', 'a.b', 'a[0]', '', '🦊', 'k'.repeat(1_024)])(
    'keeps the key %j as data',
    (key) => {
      const { value, flags } = clean(JSON.stringify({ [key]: 1 }));

      expect(Object.entries(value)).toEqual([[key, 1]]);
      expect(flags).toEqual([]);
    },
  );

  it('has inexact numbers as text', () => {
    const { value, flags } = clean('{"revenue":1e17,"list":[9007199254740993,-0,0.5]}');

    expect(value).toEqual({ revenue: '1e17', list: ['9007199254740993', -0, 0.5] });
    expect(flags).toEqual(['number_as_text']);
  });
});
