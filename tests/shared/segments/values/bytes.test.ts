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

  it('keep parts apart, however long, and leave out empty ones', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3_000 })), (texts) => {
        const writer = byteWriter();
        for (const [index, text] of texts.entries())
          writer.part(index * 100, () => {
            if (text !== '') writer.text(text);
          });
        const reader = byteReader(writer.bytes());

        const parts: [number, string][] = [];
        while (!reader.isAtEnd()) {
          const number = reader.count();
          reader.part(reader.count(), () => parts.push([number, reader.text()]));
        }

        const written = texts.map((text, index) => [index * 100, text]);
        expect(parts).toEqual(written.filter(([, text]) => text !== ''));
      }),
    );
  });

  it('go on behind a part that was not read to its end, and do not read beyond it', () => {
    const writer = byteWriter();
    writer.part(1, () => writer.base64('AAAAAAAA'));
    writer.count(7);
    const reader = byteReader(writer.bytes());

    expect(reader.count()).toBe(1);
    reader.part(reader.count(), () => {
      expect(reader.base64(3)).toBe('AAAA');
      expect(() => reader.base64(4)).toThrow('bytes end in the middle of a text');
    });

    expect(reader.count()).toBe(7);
    expect(reader.isAtEnd()).toBe(true);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuse %s, which no count can be', (value) => {
    expect(() => byteWriter().count(value)).toThrow(`only counts from 0 can be written, got ${value}`);
  });

  it('say when they end too early', () => {
    expect(() => byteReader(Uint8Array.from([200])).count()).toThrow('bytes end in the middle of a value');
    expect(() => byteReader(Uint8Array.from([5, 1])).text()).toThrow('bytes end in the middle of a text');
  });
});
