import { describe, expect, it } from 'vitest';
import { parseCostOptions } from '../../../../infra/cli/cost/options.ts';

describe('the flags of npm run cost', () => {
  it('have defaults', () => {
    expect(parseCostOptions([])).toMatchObject({ seconds: 60, shoppers: 40, json: false, help: false });
  });

  it('can all be given', () => {
    const words = '--seconds 1 --shoppers 2 --days 3 --seed 4 --lines 5 --data here --json --help'.split(' ');

    expect(parseCostOptions(words)).toEqual({
      ...{ seconds: 1, shoppers: 2, days: 3, seed: 4, lines: 5, data: 'here', json: true, help: true },
    });
  });

  it.each([
    [['--seconds', '0'], '--seconds must be a whole number from 1 to 100000, got `0`'],
    [['--days', 'many'], 'got `many`'],
    [['--shopers', '1'], "Unknown option '--shopers'"],
  ])('%o are refused', (words, message) => {
    expect(() => parseCostOptions(words)).toThrow(message);
  });
});
