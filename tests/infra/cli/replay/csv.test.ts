import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader } from '../../../../infra/cli/replay/csv.ts';

function read(...chunks: string[]): string[][] {
  const reader = new CsvReader();
  const rows = chunks.flatMap((chunk) => reader.push(chunk));
  return [...rows, ...reader.end()];
}

describe('reading comma-separated values', () => {
  it.each<[string, string[][]]>([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    // no line break at the end
    ['a,b', [['a', 'b']]],
    // a line break of Windows
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    // empty fields
    [',a,\n', [['', 'a', '']]],
    ['"","a"\n', [['', 'a']]],
    // commas, quotes and line breaks inside quotes
    ['"a,b","c ""d"" e","f\ng"\n', [['a,b', 'c "d" e', 'f\ng']]],
    ['""""\n', [['"']]],
    // a quote in the middle of a plain field
    ['5" pipe,1\n', [['5" pipe', '1']]],
    // blank lines
    ['\na\n\n', [['a']]],
    ['', []],
  ])('reads %j', (text, rows) => {
    expect(read(text)).toEqual(rows);
    expect(read(...text)).toEqual(rows);
  });

  it('reads back whatever was written with quotes, however it is cut', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'ż') });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(table, fc.nat(40), (rows, cut) => {
        const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        const text = quoted.map((row) => `${row}\n`).join('');

        expect(read(text.slice(0, cut), text.slice(cut))).toEqual(rows);
      }),
    );
  });

  it('does not take a file that ends inside quotes for a whole one', () => {
    expect(() => read('a,"b\n')).toThrow('ends inside a quoted field');
  });
});
