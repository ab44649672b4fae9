import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { test } from '../../../../infra/cli/commands/test.ts';

const vip = { id: 'vip', where: { event: 'Order Completed', within: '90d' } };
const given = [{ at: '0m', event: 'Order Completed' }];

describe('cdp test', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tributary-stories-'));
    await mkdir(join(directory, 'segments'));
    await mkdir(join(directory, 'tests'));
    await write('segments/vip.json', vip);
  });

  afterEach(() => rm(directory, { recursive: true }));

  const write = (file: string, value: unknown) => writeFile(join(directory, file), JSON.stringify(value));
  const tell = (...expectations: object[]) =>
    write('tests/vip.json', { tests: [{ name: 'Buys once', given, expect: expectations }] });

  async function run(...words: string[]): Promise<{ code: number; printed: string }> {
    const lines: string[] = [];
    const code = await test.runOffline({ print: (text) => lines.push(text) }, [directory, ...words]);
    return { code, printed: lines.join('\n') };
  }

  it('prints what was expected and what happened when, and succeeds', async () => {
    await tell({ at: '0m', entered: 'vip' }, { at: '90d', left: 'vip' });

    const { code, printed } = await run();

    expect(code).toBe(0);
    expect(printed).toMatch(/^tests\/vip\.json\n/);
    expect(printed).toMatch(/\nok +Buys once +enters vip +0m, 2026-06-01 10:00:00 +entered 0m, left 90d\n/);
    expect(printed).toMatch(/\nok +leaves vip +90d, 2026-08-30 10:00:00 +entered 0m, left 90d\n/);
    expect(printed).toMatch(/\n1 tests, all as expected\.$/);
  });

  it('fails when anything differs, and says what happened instead', async () => {
    await tell({ at: '89d', left: 'vip' }, { at: '91d', out: 'vip' });

    const { code, printed } = await run();

    expect(code).toBe(1);
    expect(printed).toMatch(/\nNOT +Buys once +leaves vip +89d, .* +entered 0m, left 90d\n/);
    expect(printed).toMatch(/\nNOT +nothing else +left 90d\n/);
    expect(printed).toMatch(/\n1 tests, 1 not as expected\.$/);
  });

  it.each([
    [
      { id: 'vip', where: { segment: 'nowhere' } },
      'no segment `nowhere` is in this directory; add segments/nowhere.json',
    ],
    [{ id: 'vip', where: { segment: 'fans' } }, '`vip` asks for `fans` in turn'],
  ])('refuses a directory that could not be published: %j', async (segment, message) => {
    await write('segments/vip.json', segment);
    await write('segments/fans.json', { id: 'fans', where: { not: { segment: 'vip' } } });
    await tell({ out: 'vip' });

    await expect(run()).rejects.toThrow(message);
  });

  it('plays only what is asked for', async () => {
    await tell({ at: '0m', entered: 'vip' });
    await write('tests/wrong.json', { tests: [{ name: 'Wrong', given, expect: [{ out: 'vip' }] }] });

    expect((await run('Buys')).code).toBe(0);
    expect((await run('tests/wrong.json')).code).toBe(1);
    await expect(run('nothing')).rejects.toThrow('no test of');
  });

  it('points at what is wrong in a test, and names the nearest that is allowed', async () => {
    await tell({ at: '0m', entered: 'vpi' });

    await expect(run()).rejects.toThrow(
      /^refused: tests\/vip\.json at \/tests\/0\/expect\/0\/entered\n {2}this workspace has no segment `vpi`, did you mean `vip`\?\n {2}allowed: vip/,
    );
  });

  it('points at what is wrong in a definition', async () => {
    await write('segments/vip.json', { id: 'vip', where: { evnt: 'Order Completed' } });

    await expect(run()).rejects.toThrow(
      /^refused: segments\/vip\.json at \/where\/evnt\n.*did you mean `event`\?/,
    );
  });

  it('says what a profile refuses', async () => {
    await write('workspace.json', { protectedTraits: ['plan'] });
    await mkdir(join(directory, 'sources'));
    await write('sources/web.json', { id: 'web', kind: 'browser' });
    const claims = { at: '1m', source: 'web', traits: { plan: 'pro' } };
    await write('tests/vip.json', {
      tests: [{ name: 'Claims', given: [...given, claims], expect: [{ out: 'vip' }] }],
    });

    await expect(run()).rejects.toThrow(
      /^refused: tests\/vip\.json\n {2}identify is refused: a browser source may not/,
    );
  });

  it('needs a directory that has tests', async () => {
    await expect(test.runOffline({ print: () => {} }, [])).rejects.toThrow('test needs a directory');
    await expect(run()).rejects.toThrow(/no tests in .*tests\/recent-buyers\.json/);
  });
});
