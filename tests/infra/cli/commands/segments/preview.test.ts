import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preview } from '../../../../../infra/cli/commands/segments/preview.ts';
import type { AdminTestApi } from '../../../../support/admin/admin-api.ts';
import { commandContext } from '../../../../support/admin/command-context.ts';

const where = {
  pointer: '/where',
  kind: 'trait',
  holds: true,
  condition: { trait: 'plan', equals: 'pro' },
  value: 'pro',
  counted: [],
  evidence: { total: 0, items: [] },
};
const some = {
  lookedAt: 40,
  isComplete: true,
  members: 3,
  sample: [{ profileId: 'user_id:x', holds: true, where }],
  warnings: [],
};

describe('cdp preview', () => {
  let directory: string;
  let file: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tributary-preview-'));
    file = join(directory, 'draft.json');
    await writeFile(file, '{ "where": { "trait": "plan", "equals": "pro" } }');
  });

  afterAll(() => rm(directory, { recursive: true }));

  async function told(body: object, options = {}): Promise<{ text: string; asked: unknown[] }> {
    const asked: unknown[] = [];
    const api: AdminTestApi = async (method, path, call) => {
      asked.push([method, path, call?.query, call?.body]);
      return { status: 200, headers: {}, body: { ...body } };
    };
    const { context, printed } = commandContext({ api, options });
    expect(await preview.run(context, [file])).toBe(0);
    return { text: printed(), asked };
  }

  it('prints how many would be in, and why some of them', async () => {
    const { text, asked } = await told(some);

    expect(asked).toEqual([['POST', '/segments/preview', {}, { where: where.condition }]]);
    expect(text).toMatch(
      /^3 of 40 would be in \(7\.5 %\)\.\nEverybody was looked at\.\n\nuser_id:x would be in\n/,
    );
    expect(text).toMatch(/\nyes +trait plan, equals pro +"pro"$/);
  });

  it('says in words what somebody has, and nothing where the answer is all there is', async () => {
    const scores = { recency: 5, frequency: 1, group: 'new' };
    const rfm = { ...where, kind: 'rfm', condition: { rfm: 'new' }, value: scores };
    const vips = { ...where, kind: 'segment', condition: { segment: 'vips' }, value: undefined };
    const all = { pointer: '/where', kind: 'all', holds: true, parts: [rfm, vips] };

    const { text } = await told({ ...some, sample: [{ profileId: 'user_id:x', holds: true, where: all }] });

    expect(text).toMatch(/\nyes +rfm new +recency 5, frequency 1,\n +group new\nyes +segment vips$/);
  });

  it('says that not everybody was looked at, and compares with a live segment', async () => {
    const against = { id: 'buyers', entering: 1, leaving: 2 };

    const { text, asked } = await told(
      { ...some, isComplete: false, against, warnings: ['/where: x'] },
      { against: 'buyers' },
    );

    expect(asked).toEqual([['POST', '/segments/preview', { against: 'buyers' }, expect.anything()]]);
    expect(text).toContain('There are more people');
    expect(text).toContain('Compared with buyers, 1 would enter and 2 would leave.\nwarning: /where: x');
  });

  it('says where the segment is wrong', async () => {
    const error = {
      code: 'unknown_key',
      message: 'unknown key `x`',
      pointer: '/where/x',
      allowed: ['event'],
    };
    const { context } = commandContext({ api: async () => ({ status: 400, headers: {}, body: { error } }) });

    await expect(preview.run(context, [file])).rejects.toThrow(
      /^refused: .*draft\.json at \/where\/x\n {2}unknown key `x`\n {2}allowed: event/,
    );
  });

  it.each([
    [[], 'preview needs a file'],
    [['nowhere.json'], 'nowhere.json cannot be read'],
  ])('refuses %o', async (words, message) => {
    await expect(preview.run(commandContext().context, words)).rejects.toThrow(message);
  });
});
