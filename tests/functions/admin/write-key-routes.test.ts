import { beforeEach, describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../../functions/admin/save-definition.ts';
import { type AdminTestApi, memoryDefinitionApi, nobodyAnywhere } from '../../support/admin/admin-api.ts';

const DAY_MS = 86_400_000;
const firstKey = `c${'1'.padStart(24, '0')}`;
const secondKey = `c${'2'.padStart(24, '0')}`;

let api: AdminTestApi;
let audited: AuditRecord[];

beforeEach(async () => {
  audited = [];
  api = memoryDefinitionApi(nobodyAnywhere, (record) => void audited.push(record));
  await api('PUT', '/sources/site', { body: { kind: 'browser', name: 'The site' } });
});

const issue = (body?: unknown) => api('POST', '/sources/site/keys', { body });
const revoke = (key: unknown) => api('POST', '/sources/site/keys/revoke', { body: { key } });
const keysOf = async () => (await api('GET', '/sources/site')).body.writeKeys ?? [];

describe('the write keys of a source in the admin API', () => {
  it('are listed with what they are worth', async () => {
    const { status, body } = await api('GET', '/sources/site/keys');

    expect({ status, body }).toEqual({
      status: 200,
      body: { id: 'site', writeKeys: [{ key: firstKey, since: expect.any(String), state: 'active' }] },
    });
  });

  it('gain the next one, while those before work on for 30 days', async () => {
    const { status, body } = await issue();

    expect(status).toBe(200);
    expect(body.writeKeys).toMatchObject([
      { key: firstKey, state: 'expiring' },
      { key: secondKey, state: 'active' },
    ]);
    const [old, next] = (await keysOf()) as { since: string; expires?: string }[]; // as the source schema has them
    expect(Date.parse(old?.expires ?? '') - Date.parse(next?.since ?? '')).toBe(30 * DAY_MS);
    expect(audited.at(-1)).toMatchObject({ kind: 'source', id: 'site', version: 2, by: expect.any(String) });
  });

  it('end when they are told to', async () => {
    const { body } = await issue({ overlap: '0m' });

    expect(body.writeKeys).toMatchObject([{ state: 'expired' }, { state: 'active' }]);
    expect((await issue()).body.writeKeys).toMatchObject([{ key: secondKey }, { state: 'active' }]);
  });

  it('lose one that is revoked, and nothing else of the source changes', async () => {
    await issue();

    const { status, body } = await revoke(firstKey);

    expect(status).toBe(200);
    expect(body.writeKeys).toMatchObject([{ key: secondKey, state: 'active' }]);
    expect((await api('GET', '/sources/site')).body).toMatchObject({ name: 'The site', version: 3 });
    expect(await keysOf()).toMatchObject([{ key: secondKey }]);
  });

  it.each([
    ['the only key', () => revoke(firstKey), 400, 'last_write_key'],
    ['a key that it does not have', () => revoke(secondKey), 404, 'not_found'],
    ['nothing', () => revoke(undefined), 400, 'missing_field'],
  ])('are not rid of %s', async (_, call, status, code) => {
    expect(await call()).toMatchObject({ status, body: { error: { code } } });
    expect(await keysOf()).toHaveLength(1);
  });

  it.each([
    [{ overlap: 'a week' }, '/overlap'],
    [{ overlap: 7 }, '/overlap'],
    [{ overlp: '7d' }, '/overlp'],
  ])('refuse %j with its place', async (body, pointer) => {
    expect(await issue(body)).toMatchObject({ status: 400, body: { error: { pointer } } });
    expect(await keysOf()).toHaveLength(1);
  });

  it('are those of a source that there is', async () => {
    expect((await api('GET', '/sources/nowhere/keys')).status).toBe(404);
    expect((await api('POST', '/sources/nowhere/keys')).status).toBe(404);
  });

  it('do not bring back a source that was archived', async () => {
    await api('DELETE', '/sources/site');

    expect(await issue()).toMatchObject({ status: 404 });
    expect((await api('GET', '/sources/site')).body.status).toBe('archived');
  });

  it('lose none that was issued at the same time: who comes late is told', async () => {
    const answers = await Promise.all([issue(), issue(), issue()]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect(await keysOf()).toHaveLength(2);
  });
});
