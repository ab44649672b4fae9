import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const entry = new URL('../../../infra/cli/cdp.ts', import.meta.url).pathname;
// nothing listens on port 9: the discard service is long gone
const nowhere = 'http://127.0.0.1:9';

async function cdp(...words: string[]): Promise<{ code: number; out: string; error: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [entry, ...words]);
    return { code: 0, out: stdout, error: stderr };
  } catch (failure) {
    const { code, stdout, stderr } = failure as { code: number; stdout: string; stderr: string }; // execFile's own
    return { code, out: stdout, error: stderr };
  }
}

describe('npm run cdp', () => {
  it('teaches its commands', async () => {
    const { code, out } = await cdp('--help');

    expect(code).toBe(0);
    for (const word of [
      'push <directory>',
      'profile <identifier>',
      'segments',
      'members <segment>',
      '--token',
    ])
      expect(out).toContain(word);
    expect((await cdp('push', '--help')).out).toContain('npm run cdp -- push examples/shop --yes');
  });

  it('says how to start the cloud when none runs', async () => {
    const { code, error } = await cdp('segments', '--local', nowhere);

    expect(code).toBe(1);
    expect(error).toContain('start it with `npm start`');
    expect((await cdp('segments', '--url', nowhere, '--token', 'x')).error).toContain('nothing answers');
    expect((await cdp('segments', '--url', nowhere)).error).toContain('--url needs --token');
  });

  it.each([
    [['publish'], 'there is no command `publish`'],
    [['--quick'], "Unknown option '--quick'"],
  ])('refuses %o', async (words, message) => {
    const { code, error } = await cdp(...words);

    expect(code).toBe(1);
    expect(error).toContain(message);
  });
});
