import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { members } from '../../../../../infra/cli/commands/segments/members.ts';
import type { AdminTestApi } from '../../../../support/admin/admin-api.ts';
import { commandContext } from '../../../../support/admin/command-context.ts';

const anna = { profileId: 'user_id:anna', since: '2026-11-01T00:00:00.000Z', entry: 1 };
const until = '2026-11-08T00:00:00.000Z';
const jan = {
  ...anna,
  profileId: 'user_id:jan',
  until,
  traits: { email: '=cmd()', city: 'Łódź, PL', child: { age: 3 } },
};

let folder: string;
let queries: Record<string, string>[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-members-'));
  queries = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** One member a page. */
const api: AdminTestApi = async (_method, _path, { query = {} } = {}) => {
  queries.push(query);
  const body = query.cursor === undefined ? { items: [anna], cursor: 'next' } : { items: [jan] };
  return { status: 200, headers: {}, body };
};

const run = async (options: Record<string, string>) => {
  const { context, printed } = commandContext({ api, options });
  expect(await members.run(context, ['buyers'])).toBe(0);
  return printed();
};

describe('cdp members', () => {
  it('shows who is in a segment, and until when', async () => {
    const text = await run({ traits: 'city, child' });

    expect(text).toContain('user_id:anna');
    expect(text).toContain(until);
    expect(text).toContain('Łódź, PL  {"age":3}');
  });

  it('asks for those who leave', async () => {
    await run({ leaving: '7d' });

    expect(queries[0]).toMatchObject({ leavingWithin: '7d' });
  });

  it('asks for some by lot', async () => {
    await run({ sample: '10' });

    expect(queries[0]).toMatchObject({ sample: '10' });
  });

  it('writes a CSV that no spreadsheet carries out', async () => {
    const out = join(folder, 'buyers.csv');

    expect(await run({ out, traits: 'email,city' })).toContain('2 members');

    expect(await readFile(out, 'utf8')).toBe(
      [
        'profileId,since,until,entry,email,city',
        `user_id:anna,${anna.since},,1,,`,
        `user_id:jan,${anna.since},${until},1,'=cmd(),"Łódź, PL"`,
        '',
      ].join('\n'),
    );
  });

  it('writes a line of JSON for each', async () => {
    const out = join(folder, 'buyers.ndjson');

    await run({ out });

    const lines = (await readFile(out, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([anna, jan]);
  });

  it('says what is allowed where the cloud refuses', async () => {
    const error = { code: 'invalid_query', message: '`sample` must be a whole number', allowed: '1 to 100' };
    const refusing = async () => ({ status: 400, headers: {}, body: { error } });
    const { context } = commandContext({ api: refusing });

    await expect(members.run(context, ['buyers'])).rejects.toThrow(`${error.message}\nallowed: 1 to 100`);
  });

  it('leaves the file of the last export where the cloud refuses', async () => {
    const out = join(folder, 'buyers.csv');
    await run({ out });
    const before = await readFile(out, 'utf8');
    const error = { code: 'not_found', message: 'there is no segment `byers`' };
    const refusing = async () => ({ status: 404, headers: {}, body: { error } });
    const { context } = commandContext({ api: refusing, options: { out } });

    await expect(members.run(context, ['byers'])).rejects.toThrow(error.message);

    expect(await readFile(out, 'utf8')).toBe(before);
  });

  it('says so when the file cannot be written', async () => {
    const out = join(folder, 'nowhere', 'buyers.csv');

    await expect(run({ out })).rejects.toThrow(`${out} cannot be written: ENOENT`);
  });

  it('names the endings it knows', async () => {
    await expect(run({ out: join(folder, 'buyers.xlsx') })).rejects.toThrow('none of .csv, .ndjson');
  });
});
