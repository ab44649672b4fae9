import { describe, expect, it } from 'vitest';
import { textTable } from '../../../../infra/cli/terminal/text-table.ts';

describe('textTable', () => {
  it('aligns columns under their titles, numbers to the right', () => {
    const columns = [{ title: 'city' }, { title: 'members', align: 'right' as const }];

    expect(
      textTable(columns, [
        ['Łódź', 7],
        ['Kraków', 12],
      ]),
    ).toBe(['city    members', '------  -------', 'Łódź          7', 'Kraków       12'].join('\n'));
  });

  it('keeps a cell on its line, and from commanding the terminal', () => {
    const text = textTable([{ title: 'name' }], [['one\ntwo\r\u001b[2J\u009b2J']]);

    expect(text.split('\n').slice(2)).toEqual(['one two  [2J 2J']);
  });

  it('goes on in the next line where a column is full, further in than the cell began', () => {
    const columns = [{ title: 'condition', most: 14 }, { title: 'got' }];

    const text = textTable(columns, [
      ['  trait plan, equals pro', 'free'],
      ['all', ''],
    ]);

    expect(text.split('\n')).toEqual([
      'condition       got',
      '--------------  ----',
      '  trait plan,   free',
      '    equals pro',
      'all',
    ]);
  });

  it('leaves a word whole that is longer than its column', () => {
    expect(textTable([{ title: 'id', most: 3 }], [['of-several-characters']])).toContain(
      '\nof-several-characters',
    );
  });
});
