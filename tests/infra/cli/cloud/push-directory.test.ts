import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdminClient } from '../../../../infra/cli/cloud/admin-client.ts';
import { pushDirectory } from '../../../../infra/cli/cloud/push-directory.ts';
import { noBackfill } from '../../../../shared/profiles/memberships/backfill.ts';
import { memoryDefinitionApi, nobodyAnywhere } from '../../../support/admin/admin-api.ts';
import { commandContext } from '../../../support/admin/command-context.ts';
import { MemoryBackfills } from '../../../support/segments/memory-backfills.ts';

const vip = { id: 'vip', name: 'Very important', where: { event: 'Order Completed', within: '90d' } };

describe('pushing a directory', () => {
  let directory: string;
  const write = (file: string, value: unknown) =>
    writeFile(join(directory, file), typeof value === 'string' ? value : JSON.stringify(value));

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'push-'));
    await mkdir(join(directory, 'segments'));
    await write('workspace.json', { timezone: 'Europe/Warsaw' });
    await write('segments/vip.json', vip);
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('publishes what is new and says so', async () => {
    const { context, printed, segments } = commandContext();

    expect(await pushDirectory(context, directory)).toBe('published');

    expect(printed()).toContain('new    workspace  workspace');
    expect(printed()).toContain('new    segment    vip        Very important');
    expect(printed()).toContain('Published 2.');
    expect(await segments()).toMatchObject([{ id: 'vip', status: 'live', version: 1 }]);
  });

  it('says since when what has no time limit counts, of what is not live yet', async () => {
    await write('segments/ever.json', { where: { event: 'Order Completed' } });
    const first = commandContext();

    await pushDirectory(first.context, directory);
    const counted = /without a time limit, and so counting what happened since \d{4}-\d\d-\d\d: ever$/m;
    expect(first.printed()).toMatch(counted);

    const again = commandContext();
    for (const file of ['workspace.json', 'segments/ever.json']) await rm(join(directory, file));
    await pushDirectory(again.context, directory);
    expect(again.printed()).not.toMatch(counted);
  });

  it('tells changed from live, and publishes the changed one only', async () => {
    const { context, printed, segments } = commandContext();
    await write('segments/krakow.json', { where: { trait: 'city', equals: 'Krakow' } });
    await pushDirectory(context, directory);
    await write('segments/vip.json', { ...vip, name: 'VIP' });

    expect(await pushDirectory(context, directory)).toBe('published');

    expect(printed()).toContain('changed  segment    vip        VIP');
    expect(printed()).toContain('live     segment    krakow');
    expect(await segments()).toMatchObject([
      { id: 'krakow', version: 1 },
      { id: 'vip', version: 2 },
    ]);
  });

  it('says that everybody is brought up to it, where it decides about people', async () => {
    const backfilling = 'Everybody is brought up to it now; `npm run cdp -- segments` says how far that is.';
    const first = commandContext();
    await pushDirectory(first.context, directory);
    expect(first.printed()).toContain(backfilling);

    for (const file of ['workspace.json', 'segments/vip.json']) await rm(join(directory, file));
    await mkdir(join(directory, 'sources'));
    await write('sources/till.json', { kind: 'server', name: 'Till' });
    const second = commandContext();
    await pushDirectory(second.context, directory);
    expect(second.printed()).toContain('Published 1.');
    expect(second.printed()).not.toContain(backfilling);
  });

  it('asks nothing when everything is live', async () => {
    const { context, questions } = commandContext();
    await pushDirectory(context, directory);

    expect(await pushDirectory(context, directory)).toBe('nothing-new');

    expect(questions).toHaveLength(1);
  });

  it('saves one of those again that are live already, so that a backfill that failed begins anew', async () => {
    const backfills = new MemoryBackfills();
    const api = memoryDefinitionApi(nobodyAnywhere, () => {}, { backfills });
    await pushDirectory(commandContext({ api }).context, directory);
    const failure = { number: 2, at: '2026-11-22T10:00:00.000Z', why: 'ABORTED' };
    Object.assign(backfills, { backfill: noBackfill, failure });
    expect((await api('GET', '/segments/vip')).body).toMatchObject({
      status: 'failed',
      failure: { at: failure.at, why: 'ABORTED', next: expect.stringContaining('publish it again') },
    });

    await pushDirectory(commandContext({ api }).context, directory);

    expect(backfills.backfill.number).toBeGreaterThan(0);
  });

  it('publishes nothing without a yes', async () => {
    const { context, segments, questions } = commandContext({ answer: false });

    expect(await pushDirectory(context, directory)).toBe('declined');

    expect(questions).toEqual(['Publish 2 to http://cloud.test?']);
    expect(await segments()).toEqual([]);
  });

  it('publishes nothing when one is refused, and says where and what is allowed', async () => {
    const { context, printed, segments } = commandContext();
    await write('segments/wrong.json', { where: { trait: 'city', equal: 'Krakow' } });

    expect(await pushDirectory(context, directory)).toBe('refused');

    expect(printed()).toContain('refused: segments/wrong.json at /where/equal');
    expect(printed()).toContain('`equals`');
    expect(printed()).toMatch(/allowed: .*equals/);
    expect(await segments()).toEqual([]);
  });

  it('names the file that is not JSON', async () => {
    await write('segments/broken.json', '{"id":');

    await expect(pushDirectory(commandContext().context, directory)).rejects.toThrow(
      'segments/broken.json is not JSON',
    );
  });

  it('says what a directory may hold when it holds none of it', async () => {
    await rm(join(directory, 'segments'), { recursive: true });
    await rm(join(directory, 'workspace.json'));

    await expect(pushDirectory(commandContext().context, directory)).rejects.toThrow('segments/<id>.json');
    await expect(pushDirectory(commandContext().context, join(directory, 'none'))).rejects.toThrow(
      'is not a directory',
    );
  });

  describe('with contracts', () => {
    const total = { properties: { properties: { properties: { total: { type: 'number' } } } } };
    const contract = { mode: 'quarantine', events: { 'Order Completed': total } };

    beforeEach(async () => {
      await mkdir(join(directory, 'contracts'));
      await mkdir(join(directory, 'sources'));
      await write('contracts/shop.json', contract);
    });

    it('publishes a source before what its events must look like', async () => {
      const { context, printed } = commandContext();
      await write('sources/shop.json', { kind: 'server' });

      expect(await pushDirectory(context, directory)).toBe('published');

      expect(printed()).toMatch(/source {5}shop.*contract {3}shop/s);
      expect(await pushDirectory(context, directory)).toBe('nothing-new');
    });

    it('publishes nothing when a contract is of no source, and says what to add', async () => {
      const { context, printed, segments } = commandContext();

      expect(await pushDirectory(context, directory)).toBe('refused');

      expect(printed()).toContain('refused: contracts/shop.json at /id');
      expect(printed()).toContain('add sources/shop.json');
      expect(printed()).not.toContain('allowed:');
      expect(await segments()).toEqual([]);
    });

    it.each([
      [{ mode: 'warning' }, '/mode', 'allowed: off, warn, quarantine'],
      [{ mode: 'warn', event: {} }, '/event', 'did you mean `events`?'],
      [
        { mode: 'warn', events: { A: { properties: { x: { typ: 'string' } } } } },
        '/events/A/properties/x/typ',
        'unknown field `typ`',
      ],
      [
        { mode: 'warn', events: { A: { properties: { x: { type: 'nmber' } } } } },
        '/events/A/properties/x/type',
        'null, boolean, object',
      ],
    ])('says where %j is wrong and what is allowed', async (wrong, pointer, hint) => {
      const { context, printed } = commandContext();
      await write('sources/shop.json', { kind: 'server' });
      await write('contracts/shop.json', wrong);

      expect(await pushDirectory(context, directory)).toBe('refused');

      expect(printed()).toContain(`refused: contracts/shop.json at ${pointer}`);
      expect(printed()).toContain(hint);
    });
  });

  describe('with journeys and templates', () => {
    const hello = { channel: 'email', class: 'transactional', defaultLocale: 'en' };
    const welcome = {
      entry: { event: 'Signed Up' },
      steps: [{ id: 'hello', type: 'send', channel: 'email', template: 'hello', class: 'transactional' }],
    };

    beforeEach(async () => {
      await mkdir(join(directory, 'journeys'));
      await mkdir(join(directory, 'templates/hello'), { recursive: true });
      await write('templates/hello/template.json', { ...hello, locales: { en: { subject: 'Hello' } } });
      await write('templates/hello/en.liquid', '<p>Hello</p>\n');
      await write('templates/hello/en.text.liquid', 'Hello\n');
      await write('journeys/welcome.json', welcome);
    });

    it('publishes templates before the journeys that name them', async () => {
      const { context, printed } = commandContext();

      expect(await pushDirectory(context, directory)).toBe('published');

      expect(printed()).toMatch(/template {3}hello.*journey {4}welcome/s);
      expect(await pushDirectory(context, directory)).toBe('nothing-new');
    });

    it('saves a live journey again: a push that was cut short may have left it without its machine', async () => {
      const { context } = commandContext();
      await pushDirectory(context, directory);
      const saved: string[] = [];
      const admin: AdminClient = {
        ...context.admin,
        call: (schema, call) => {
          if (call.method === 'PUT') saved.push(call.path);
          return context.admin.call(schema, call);
        },
      };

      expect(await pushDirectory({ ...context, admin }, directory)).toBe('nothing-new');
      expect(saved).toEqual(['/journeys/welcome', '/workspace']);
    });

    it('publishes nothing when a journey names what will not be live', async () => {
      const { context, printed, segments } = commandContext();
      await write('journeys/back.json', { ...welcome, entry: { segment: 'lapsed', on: 'enter' } });

      expect(await pushDirectory(context, directory)).toBe('refused');

      expect(printed()).toContain('refused: journeys/back.json at /entry/segment');
      expect(printed()).toContain('no segment `lapsed` is in this directory or live');
      expect(await segments()).toEqual([]);
    });

    it('publishes a journey that names what is live already', async () => {
      const { context } = commandContext();
      await pushDirectory(context, directory);
      await rm(join(directory, 'templates'), { recursive: true });
      await write('journeys/welcome.json', { ...welcome, name: 'Welcome' });

      expect(await pushDirectory(context, directory)).toBe('published');
    });
  });
});
