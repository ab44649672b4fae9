import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const entry = new URL('../../../../infra/cli/replay/replay.ts', import.meta.url).pathname;
const map = new URL('../../../../examples/replay/completejourney.json', import.meta.url).pathname;
// nothing listens on port 9: the discard service is long gone
const nowhere = 'http://127.0.0.1:9';

async function replay(...words: string[]): Promise<{ code: number; out: string; error: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [entry, ...words]);
    return { code: 0, out: stdout, error: stderr };
  } catch (failure) {
    const { code, stdout, stderr } = failure as { code: number; stdout: string; stderr: string }; // execFile's own
    return { code, out: stdout, error: stderr };
  }
}

describe('npm run replay', () => {
  it('teaches how to use it', async () => {
    const { code, out } = await replay('--help');

    expect(code).toBe(0);
    expect(out).toContain('npm run replay -- <transactions.csv.gz> --map <map.json>');
  });

  it.each([
    [[], 'replay needs a file of order lines'],
    [['lines.csv'], 'replay needs --map <file>'],
    [['lines.csv', '--map', 'none.json'], 'none.json cannot be read'],
    [['lines.csv', '--map', map, '--limit', 'all'], '--limit must be a whole number'],
    [['lines.csv', '--map', map, '--url', nowhere], '--url needs --key'],
    [['lines.csv', '--map', map, '--local', nowhere], 'start it with `npm start -- --no-demo`'],
  ])('says what is wrong with %j', async (words, complaint) => {
    const { code, error } = await replay(...words);

    expect(code).toBe(1);
    expect(error).toContain(complaint);
    expect(error).not.toContain('    at ');
  });
});
