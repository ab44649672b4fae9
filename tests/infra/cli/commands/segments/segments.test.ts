import { describe, expect, it } from 'vitest';
import { segments } from '../../../../../infra/cli/commands/segments/segments.ts';
import type { AdminTestApi } from '../../../../support/admin/admin-api.ts';
import { commandContext } from '../../../../support/admin/command-context.ts';

async function told(items: readonly Record<string, unknown>[], words: readonly string[] = []) {
  const paths: string[] = [];
  const api: AdminTestApi = async (_method, path) => {
    paths.push(path);
    return { status: 200, headers: {}, body: { items: [...items] } };
  };
  const { context, printed } = commandContext({ api });
  expect(await segments.run(context, words)).toBe(0);
  return { lines: printed().split('\n'), paths };
}

describe('cdp segments', () => {
  it('tells how many are in each, and of many when they were counted', async () => {
    const vip = { id: 'vip', status: 'live', version: 1, members: 3 };
    const crowd = { ...vip, id: 'crowd', members: 40_000, countedOn: '2026-11-22' };

    const lookers = { ...vip, id: 'lookers', members: undefined, parameters: ['category', 'brand'] };

    const { lines } = await told([vip, crowd, { ...vip, id: 'new', members: undefined }, lookers]);

    expect(lines[2]).toMatch(/^vip .* 3$/);
    expect(lines[3]).toMatch(/^crowd .* 40000 \(2026-11-22\)$/);
    expect(lines[4]).toMatch(/^new .* many$/);
    expect(lines[5]).toMatch(/^lookers .* by category, brand$/);
  });

  it('tells why one is not brought to everybody, and what to do', async () => {
    const failure = { at: '2026-11-22T10:00:00.000Z', why: 'TIMED_OUT', next: 'publish it again' };
    const vip = { id: 'vip', status: 'failed', progress: 0.754, failure, version: 2, members: 3 };

    const { lines } = await told([vip, { ...vip, id: 'crowd' }]);

    expect(lines[2]).toMatch(/^vip {6}failed 75 %/);
    expect(lines.slice(4)).toEqual([
      '',
      'Not everybody was brought up to what was published. 2026-11-22T10:00:00.000Z TIMED_OUT',
      'Next: publish it again.',
    ]);
  });

  it('draws how many were in one, the newest day last', async () => {
    const newestFirst = [
      { day: '2026-11-22', members: 80, version: 2 },
      { day: '2026-11-21', members: 1, version: 1 },
      { day: '2026-11-20', members: 0, version: 1 },
    ];

    const { lines, paths } = await told(newestFirst, ['recent buyers']);

    expect(paths).toEqual(['/segments/recent%20buyers/history']);
    expect(lines.slice(2)).toEqual([
      '2026-11-20        1        0',
      '2026-11-21        1        1  █',
      `2026-11-22        2       80  ${'█'.repeat(40)}`,
    ]);
  });

  it('says when nobody has been counted yet', async () => {
    expect((await told([], ['vip'])).lines).toEqual([
      'vip has not been counted yet; that happens once a day.',
    ]);
  });
});
