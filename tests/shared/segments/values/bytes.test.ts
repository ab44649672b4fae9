import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteReader, byteWriter } from '../../../../shared/segments/values/bytes.ts';

describe('packed bytes', () => {
  it('come back as the numbers, texts and bytes that were written', () => {
    const signed = fc.integer({ min: -(2 ** 52), max: 2 ** 52 });
    const text = fc.string({ unit: 'grapheme', maxLength: 400 });
    const raw = fc.uint8Array({ maxLength: 600 });
    fc.assert(
      fc.property(fc.maxSafeNat(), signed, text, raw, (count, number, words, bytes) => {
        const writer = byteWriter();
        writer.count(count);
        writer.signed(number);
        writer.text(words);
        writer.raw(bytes);

        const reader = byteReader(writer.bytes());

        expect([reader.count(), reader.signed(), reader.text()]).toEqual([count, number, words]);
        expect(Uint8Array.from(reader.rest())).toEqual(bytes);
        expect(reader.isAtEnd()).toBe(true);
      }),
    );
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuse %s, which no count can be', (value) => {
    expect(() => byteWriter().count(value)).toThrow(`only counts from 0 can be written, got ${value}`);
  });

  it('say when they end too early', () => {
    expect(() => byteReader(Uint8Array.from([200])).count()).toThrow('bytes end in the middle of a value');
    expect(() => byteReader(Uint8Array.from([5, 1])).text()).toThrow('bytes end in the middle of a text');
  });
});
