import { beforeEach, describe, expect, it } from 'vitest';
import { source } from '../../../infra/cli/commands/source.ts';
import { type AdminTestApi, memoryDefinitionApi } from '../../support/admin/admin-api.ts';
import { commandContext } from '../../support/admin/command-context.ts';

const firstKey = `c${'1'.padStart(24, '0')}`;
const secondKey = `c${'2'.padStart(24, '0')}`;

let api: AdminTestApi;
beforeEach(() => {
  api = memoryDefinitionApi();
});

const published = (id: string, body: object) => api('PUT', `/sources/${id}`, { body });

describe('cdp source', () => {
  it('lists every key and what it is worth', async () => {
    await published('site', { kind: 'browser' });
    await published('backend', { kind: 'server', enabled: false });
    const { context, printed } = commandContext({ api });

    expect(await source.run(context, ['list'])).toBe(0);

    expect(printed()).toMatch(new RegExp(`site +browser +${firstKey} +active`));
    expect(printed()).toMatch(new RegExp(`backend +server +${secondKey} +off`));
  });

  it('says how to begin when there are none', async () => {
    const { context, printed } = commandContext({ api });

    expect(await source.run(context, [])).toBe(0);

    expect(printed()).toContain('No sources yet');
  });

  it('issues the next key and says until when the others work', async () => {
    await published('site', { kind: 'browser' });
    const { context, printed, questions } = commandContext({ api, options: { overlap: '7d' } });

    expect(await source.run(context, ['next-key', 'site'])).toBe(0);

    expect(questions).toEqual(['Issue the next write key of site, on http://cloud.test?']);
    expect(printed()).toMatch(new RegExp(`${firstKey} +expiring +\\S+Z +\\S+Z\\n${secondKey} +active`));
  });

  it('revokes a key', async () => {
    await published('site', { kind: 'browser' });
    await api('POST', '/sources/site/keys');
    const { context, printed } = commandContext({ api });

    expect(await source.run(context, ['revoke', 'site', firstKey])).toBe(0);

    expect(printed()).toContain('within a minute');
    expect((await api('GET', '/sources/site')).body.writeKeys).toMatchObject([{ key: secondKey }]);
  });

  it('prints the secret and how to sign with it', async () => {
    const secretApi: AdminTestApi = async () => ({
      status: 200,
      headers: {},
      body: { secret: 'of the site', secretGeneration: 1 },
    });
    const { context, printed } = commandContext({ api: secretApi });

    expect(await source.run(context, ['secret', 'site'])).toBe(0);

    expect(printed()).toMatch(/^of the site\n/);
    expect(printed()).toContain('"secretGeneration": 2');
  });

  it.each([[['next-key', 'site']], [['revoke', 'site', firstKey]]])('asks before %j', async (words) => {
    await published('site', { kind: 'browser' });
    await api('POST', '/sources/site/keys');
    const before = (await api('GET', '/sources/site')).body.version;
    const { context } = commandContext({ api, answer: false });

    expect(await source.run(context, words)).toBe(1);

    expect((await api('GET', '/sources/site')).body.version).toBe(before);
  });

  it.each([
    [['next-key'], /needs a source/],
    [['revoke', 'site'], /one of its keys/],
    [['secret'], /needs a source/],
    [['rotate'], /list, next-key, revoke, secret/],
    [['revoke', 'site', firstKey], /only write key/],
    [['next-key', 'app'], /no source `app`/],
  ])('says what is wrong with %j', async (words, message) => {
    await published('site', { kind: 'browser' });

    await expect(source.run(commandContext({ api }).context, words)).rejects.toThrow(message);
  });
});
