import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../shared/json/parse-json.ts';

describe('JSON with exact numbers', () => {
  it.each([
    ['9007199254740993', '"9007199254740993"'], // a double would say ...992
    ['1e400', '"1e400"'], // a double would say Infinity
    ['-1E+17', '"-1E+17"'], // DynamoDB's marshaller throws on integers above 2^53
    ['1e-200', '"1e-200"'], // nearer to zero than DynamoDB stores
    ['9007199254740991', '9007199254740991'],
    ['19.99', '19.99'],
    ['1e3', '1000'],
  ])('keeps %s as %s', (source, kept) => {
    expect(JSON.stringify(parseJson(`{"n": [${source}]}`))).toBe(`{"n":[${kept}]}`);
  });

  it('leaves text alone that looks like a number', () => {
    const text = '{"a":"x:,12345678901234567890"}';

    expect(JSON.stringify(parseJson(text))).toBe(text);
  });

  it.each(['NaN', '{"a":Infinity}', '{}{}', '{"a":1', ''])('throws on %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('reads everything else as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        const unusual = /\d{16}|e[+-]\d\d/.test(text);
        if (!unusual) expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});
