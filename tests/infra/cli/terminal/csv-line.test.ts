import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../../infra/cli/terminal/csv-line.ts';

describe('a line of CSV', () => {
  it.each([
    ['plain text', 'plain text'],
    ['a, b', '"a, b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    // what a spreadsheet would carry out
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['+48600700800', "'+48600700800"],
    ['-1+2', "'-1+2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    [' =1', ' =1'],
    [-5, '-5'],
    [true, 'true'],
    [undefined, ''],
    [null, ''],
    [['=1', 2], '"[""=1"",2]"'],
  ])('writes %j as %s', (value, text) => {
    expect(csvLine([value, 'x'])).toBe(`${text},x`);
  });
});
