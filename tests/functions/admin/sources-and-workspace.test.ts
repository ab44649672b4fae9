import { describe, expect, it } from 'vitest';
import { newWriteKey } from '../../../functions/collector/keys/new-write-key.ts';
import { memoryDefinitionApi } from '../../support/admin/admin-api.ts';

const site = { kind: 'browser', name: 'The site' };
const ownKey = `cOwn${'0'.repeat(21)}`;

describe('saving a source', () => {
  it('issues a write key of the shape that every SDK accepts', async () => {
    const saved = await memoryDefinitionApi()('PUT', '/sources/site', { body: site });

    expect(saved).toMatchObject({ status: 201, body: { id: 'site', version: 1, status: 'live' } });
    expect(saved.body.writeKeys).toEqual([
      { key: expect.stringMatching(/^c[^:]{24}$/), since: expect.any(String) },
    ]);
    expect(newWriteKey()).toMatch(/^c[A-Za-z0-9]{24}$/);
    expect(newWriteKey()).not.toBe(newWriteKey());
  });

  it('keeps its keys when it is saved without them', async () => {
    const api = memoryDefinitionApi();
    const first = await api('PUT', '/sources/site', { body: site });

    const renamed = await api('PUT', '/sources/site', { body: { ...site, name: 'Shop' } });
    const same = await api('PUT', '/sources/site', { body: { ...site, name: 'Shop' } });

    expect(renamed.body).toMatchObject({ version: 2, writeKeys: first.body.writeKeys });
    expect(same.body).toMatchObject({ version: 2, changed: false });
  });

  it('replaces its keys by those it is given', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/sources/site', { body: site });

    const rotated = await api('PUT', '/sources/site', { body: { ...site, writeKeys: [{ key: ownKey }] } });

    expect(rotated.body.writeKeys).toEqual([{ key: ownKey, since: expect.any(String) }]);
  });

  it('refuses a key that belongs to another source', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/sources/site', { body: { ...site, writeKeys: [{ key: ownKey }] } });

    const refused = await api('PUT', '/sources/app', { body: { ...site, writeKeys: [{ key: ownKey }] } });

    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'write_key_taken' } } });
  });

  it.each([
    ['an unknown kind', { kind: 'phone' }, '/kind', ['browser', 'server']],
    ['no kind', { name: 'x' }, '/kind', expect.anything()],
    ['an unknown field', { ...site, orgins: [] }, '/orgins', expect.arrayContaining(['origins'])],
    ['a key of another shape', { ...site, writeKeys: [{ key: 'short' }] }, '/writeKeys/0/key', undefined],
    [
      'an unknown field of a key',
      { ...site, writeKeys: [{ key: ownKey, till: 'x' }] },
      '/writeKeys/0/till',
      ['key', 'since', 'expires'],
    ],
    [
      'an unknown field of a consent policy',
      { ...site, consent: { category: 'Ads', mising: 'keep' } },
      '/consent/mising',
      ['category', 'otherwise', 'missing'],
    ],
    ['a rate of nothing', { ...site, rate: 0 }, '/rate', undefined],
  ])('refuses %s with its place', async (_, body, pointer, allowed) => {
    const { status, body: answer } = await memoryDefinitionApi()('PUT', '/sources/site', { body });

    expect(status).toBe(400);
    expect(answer.error?.pointer).toBe(pointer);
    expect(answer.error?.allowed).toEqual(allowed);
  });

  it('reads a consent category by its name alone, or with what becomes of the others', async () => {
    const api = memoryDefinitionApi();
    const saved = async (consent: unknown) => {
      await api('PUT', '/sources/site', { body: { ...site, consent } });
      return (await api('GET', '/sources/site')).body.consent;
    };

    expect(await saved('Analytics')).toEqual({ category: 'Analytics', otherwise: 'drop' });
    const policy = { category: 'Ads', otherwise: 'anonymous', missing: 'keep' };
    expect(await saved(policy)).toEqual(policy);
  });

  it('refuses an id that would not fit a path', async () => {
    expect((await memoryDefinitionApi()('PUT', '/sources/My%20Site', { body: site })).status).toBe(400);
  });
});

describe('the workspace', () => {
  it('has defaults before it is saved', async () => {
    const { status, body, headers } = await memoryDefinitionApi()('GET', '/workspace');

    expect(status).toBe(200);
    expect(body).toMatchObject({
      timezone: 'UTC',
      topics: [],
      protectedTraits: [],
      version: 0,
      status: 'live',
    });
    expect(body.identity).toMatchObject({ limits: { user_id: { count: 1 } }, maxMerges: 100 });
    expect(headers).toMatchObject({ etag: '"0"' });
  });

  it('is saved with the defaults of what was left out', async () => {
    const api = memoryDefinitionApi();

    const saved = await api('PUT', '/workspace', { body: { timezone: 'Europe/Warsaw' } });

    expect(saved).toMatchObject({ status: 201, body: { id: 'workspace', version: 1, status: 'live' } });
    expect((await api('GET', '/workspace')).body).toMatchObject({
      timezone: 'Europe/Warsaw',
      identity: { maxIdentifiers: 1_000 },
    });
  });

  it.each([
    ['a time zone nobody lives in', { timezone: 'Mars/Olympus' }, '/timezone'],
    ['a sender without an address', { from: { name: 'Shop' } }, '/from/email'],
    [
      'a limit per year',
      { identity: { limits: { email: { count: 1, per: 'year' } } } },
      '/identity/limits/email/per',
    ],
    ['a misspelt rule', { identity: { maxMerge: 3 } }, '/identity/maxMerge'],
  ])('refuses %s', async (_, body, pointer) => {
    const answer = await memoryDefinitionApi()('PUT', '/workspace', { body });

    expect(answer).toMatchObject({ status: 400, body: { error: { pointer } } });
  });
});
