import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { failed } from '../../../infra/cli/commands/failed/failed.ts';
import type { AdminTestApi } from '../../support/admin/admin-api.ts';
import { commandContext } from '../../support/admin/command-context.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-failed-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'edit.json');
writeFileSync(file, '{"type":"track"}');

const item = {
  id: '2026-11-21T12:00:00.000Z_abc',
  code: 'unknown_type',
  reason: 'type must be one of ...',
  sourceId: 'shop',
  receivedAt: '2026-11-21T12:00:00.000Z',
};

/** Answers by path, the last answer again and again. */
function answering(answers: Readonly<Record<string, readonly Record<string, unknown>[]>>) {
  const asked: unknown[] = [];
  const api: AdminTestApi = async (method, path, call) => {
    asked.push([method, path, call?.body ?? call?.query]);
    const left = answers[path] ?? [];
    const nth = asked.filter((one) => Array.isArray(one) && one[1] === path).length;
    return { status: 200, headers: {}, body: left[Math.min(nth, left.length) - 1] ?? {} };
  };
  return { api, asked };
}

const redriven = { '/failed-events/redrive': [{ redriven: 1, failed: [] }] };

describe('cdp failed', () => {
  it('lists how many there are of each code, and the newest', async () => {
    const { api } = answering({
      '/failed-events/counts': [{ counts: { too_large: 1, unknown_type: 12 }, isComplete: true }],
      '/failed-events': [{ items: [item] }],
    });
    const { context, printed } = commandContext({ api });

    expect(await failed.run(context, ['list'])).toBe(0);

    expect(printed()).toMatch(/unknown_type +12\ntoo_large +1\n/);
    expect(printed()).toContain(`${item.id}  unknown_type  shop    type must be one of ...`);
  });

  it('tells a code that nothing has from those there are', async () => {
    const { api } = answering({
      '/failed-events/counts': [{ counts: { too_large: 1 }, isComplete: true }],
      '/failed-events': [{ items: [] }],
    });
    const { context, printed } = commandContext({ api, options: { code: 'to_large' } });

    expect(await failed.run(context, ['list'])).toBe(0);

    expect(printed()).toMatch(/too_large +1\n/);
    expect(printed()).toContain('None has the code `to_large`.');
  });

  it('puts what was sent into a file, which redrive takes', async () => {
    const saved = join(folder, 'saved.json');
    const { api } = answering({
      [`/failed-events/${encodeURIComponent(item.id)}`]: [{ ...item, payload: { type: 'trak' } }],
    });
    const { context, printed } = commandContext({ api, options: { save: saved } });

    expect(await failed.run(context, ['show', item.id])).toBe(0);

    expect(JSON.parse(readFileSync(saved, 'utf8'))).toEqual({ type: 'trak' });
    expect(printed()).toContain(`failed redrive ${item.id} --edit ${saved}`);
  });

  it('drives all of a code again, call by call, and says what still fails', async () => {
    const still = { id: item.id, code: 'unknown_type', message: 'type must be one of ...' };
    const { api, asked } = answering({
      '/failed-events/redrive': [
        { redriven: 100, failed: [], cursor: 'next' },
        { redriven: 3, failed: [still] },
      ],
    });
    const { context, printed, questions } = commandContext({ api, options: { code: 'unknown_type' } });

    expect(await failed.run(context, ['redrive'])).toBe(1);

    expect(questions).toEqual(['Drive every failed event of code unknown_type again, on http://cloud.test?']);
    expect(asked).toMatchObject([{}, { 2: { code: 'unknown_type', cursor: 'next' } }]);
    expect(printed()).toContain('Driven again: 103. Failed again: 1.');
    expect(printed()).toContain(item.id);
  });

  it.each([
    [['1', '2'], {}, { ids: ['1', '2'] }],
    [['1'], { edit: file }, { id: '1', payload: { type: 'track' } }],
    [[], { code: 'unknown_type', edit: file }, { code: 'unknown_type', patch: { type: 'track' } }],
    [['1', '2'], { set: ['/type=track'] }, { ids: ['1', '2'], patch: { type: 'track' } }],
    [[], { code: 'unknown_type', set: ['/type=track'] }, { code: 'unknown_type', patch: { type: 'track' } }],
  ])('drives %j with %j again', async (ids, options, body) => {
    const { api, asked } = answering(redriven);
    const { context } = commandContext({ api, options });

    expect(await failed.run(context, ['redrive', ...ids])).toBe(0);

    expect(asked).toEqual([['POST', '/failed-events/redrive', body]]);
  });

  it('says that there is nothing to drive again', async () => {
    const { api } = answering({ '/failed-events/redrive': [{ redriven: 0, failed: [] }] });
    const { context, printed } = commandContext({ api, options: { code: 'unknown_type' } });

    expect(await failed.run(context, ['redrive'])).toBe(0);

    expect(printed()).toBe('No failed event has the code `unknown_type`.');
  });

  it('asks before it drives anything again', async () => {
    const { api, asked } = answering(redriven);
    const { context } = commandContext({ api, answer: false });

    expect(await failed.run(context, ['redrive', '1'])).toBe(1);

    expect(asked).toEqual([]);
  });

  it.each([
    [['redrive'], {}, /needs ids or --code/],
    [['redrive', '1'], { code: 'x' }, /not both/],
    [['redrive', '1', '2'], { edit: file }, /one event/],
    [['redrive', '1'], { edit: file, set: ['/type=track'] }, /by --set or by --edit/],
    [['redrive', '1'], { set: ['type=track'] }, /--set \/properties\/total=9/],
    [['redrive', '1'], { edit: 'missing.json' }, /missing.json cannot be read/],
    [['show'], {}, /needs an id/],
    [['drop'], {}, /list, show, redrive/],
  ])('says what is missing in %j %j', async (words, options, message) => {
    const { context } = commandContext({ options });

    await expect(failed.run(context, words)).rejects.toThrow(message);
  });
});
