import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../../../functions/admin/save-definition.ts';
import type { MembershipReader } from '../../../../shared/profiles/memberships/list-members.ts';
import { memoryDefinitionApi, nobodyAnywhere } from '../../../support/admin/admin-api.ts';
import { MemorySizes } from '../../../support/admin/memory-sizes.ts';

const vip = { id: 'vip', where: { event: 'Order Completed', within: '90d' } };
const other = { id: 'vip', where: { event: 'Order Completed', within: '30d' } };

describe('saving a segment', () => {
  it('publishes a first version', async () => {
    const api = memoryDefinitionApi();

    const saved = await api('PUT', '/segments/vip', { body: vip });

    expect(saved.status).toBe(201);
    expect(saved.body).toEqual({
      id: 'vip',
      version: 1,
      status: 'live',
      changed: true,
      warnings: expect.any(Array),
    });
    expect(saved.headers).toMatchObject({ etag: '"1"', 'content-type': 'application/json' });
    expect((await api('GET', '/segments/vip')).body).toMatchObject({
      ...vip,
      version: 1,
      status: 'live',
      members: 0,
    });
  });

  it('keeps the version when nothing changed', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/segments/vip', { body: vip });

    const again = await api('PUT', '/segments/vip', { body: { where: vip.where } });

    expect(again).toMatchObject({ status: 200, body: { version: 1, status: 'live', changed: false } });
  });

  it('leaves out the schema that an editor completed it by', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/segments/vip', { body: vip });
    const body = { $schema: '../../schemas/segment.json', ...vip };

    const [checked, again] = [
      await api('POST', '/segments/validate', { body }),
      await api('PUT', '/segments/vip', { body }),
    ];

    expect(checked.body).toMatchObject({ status: 'live' });
    expect(again.body).toMatchObject({ version: 1, changed: false });
    expect((await api('GET', '/segments/vip')).body).not.toHaveProperty('$schema');
  });

  it('takes back what it answered', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/segments/vip', { body: vip });
    const read = await api('GET', '/segments/vip');

    const again = await api('PUT', '/segments/vip', { body: read.body });

    expect(again).toMatchObject({ status: 200, body: { version: 1, changed: false } });
  });

  it('adds a version when the body changed', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/segments/vip', { body: vip });

    const changed = await api('PUT', '/segments/vip', { body: other });

    expect(changed).toMatchObject({ status: 200, body: { version: 2, status: 'live', changed: true } });
    const { items } = (await api('GET', '/segments/vip/versions')).body;
    expect(items).toMatchObject([
      { version: 2, definition: other },
      { version: 1, definition: vip },
    ]);
  });

  it('saves a draft beside the live version', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/segments/vip', { body: vip });

    const draft = await api('PUT', '/segments/vip', { body: other, query: { publish: 'false' } });

    expect(draft).toMatchObject({
      status: 200,
      body: { version: 2, status: 'draft' },
      headers: { etag: '"2"' },
    });
    expect((await api('GET', '/segments/vip')).body).toMatchObject({
      ...vip,
      version: 1,
      status: 'live',
      draft: 2,
    });
  });

  it('publishes a draft without storing it again', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/segments/vip', { body: vip, query: { publish: 'false' } });

    const published = await api('PUT', '/segments/vip', { body: vip });

    expect(published).toMatchObject({ status: 200, body: { version: 1, status: 'live', changed: true } });
  });

  it('refuses the second of two people who edited the same version', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/segments/vip', { body: vip });
    const headers = { 'if-match': '"1"' };

    const first = await api('PUT', '/segments/vip', { body: other, headers });
    const second = await api('PUT', '/segments/vip', { body: vip, headers });

    expect(first.status).toBe(200);
    expect(second).toMatchObject({ status: 412, body: { error: { code: 'stale', allowed: '"2"' } } });
  });

  it('keeps every one of many saves at once', async () => {
    const api = memoryDefinitionApi();
    const ids = Array.from({ length: 8 }, (_, number) => `s-${number}`);

    const saved = await Promise.all(ids.map((id) => api('PUT', `/segments/${id}`, { body: { ...vip, id } })));

    expect(saved.map(({ status }) => status)).toEqual(ids.map(() => 201));
    expect((await api('GET', '/segments')).body.items).toHaveLength(8);
  });

  it('refuses the 501st live segment', async () => {
    const api = memoryDefinitionApi();
    for (let number = 0; number < 500; number += 1)
      await api('PUT', `/segments/s-${number}`, { body: { ...vip, id: `s-${number}` } });

    const refused = await api('PUT', '/segments/vip', { body: vip });

    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'too_many', allowed: 500 } } });
    expect((await api('PUT', '/segments/s-1', { body: { ...other, id: 's-1' } })).status).toBe(200);
  });

  it.each([
    ['cut off JSON', { rawBody: '{"id":' }, 400, 'invalid_json'],
    ['a list', { body: [vip] }, 400, 'not_an_object'],
    ['nothing', {}, 400, 'not_an_object'],
    ['another id than the path', { body: { ...vip, id: 'other' } }, 400, 'id_mismatch'],
    ['too much', { rawBody: `"${'x'.repeat(300_000)}"` }, 413, 'too_large'],
  ])('refuses %s', async (_, call, status, code) => {
    const answer = await memoryDefinitionApi()('PUT', '/segments/vip', call);

    expect(answer).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
  });

  it('points at an unknown field and names the nearest known one', async () => {
    const api = memoryDefinitionApi();

    const refused = await api('PUT', '/segments/vip', { body: { id: 'vip', wehre: vip.where } });

    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatchObject({
      pointer: '/wehre',
      message: expect.stringContaining('`where`'),
    });
    expect((await api('GET', '/segments/vip')).status).toBe(404);
  });
});

describe('the audit log', () => {
  it('tells who changed what, and not what changed nothing', async () => {
    const records: AuditRecord[] = [];
    const api = memoryDefinitionApi(nobodyAnywhere, (record) => records.push(record));

    await api('PUT', '/segments/vip', { body: vip });
    await api('PUT', '/segments/vip', { body: vip });
    await api('DELETE', '/segments/vip');

    expect(records).toMatchObject([
      { by: 'unknown', kind: 'segment', id: 'vip', version: 1, status: 'live' },
      { by: 'unknown', kind: 'segment', id: 'vip', version: 1, status: 'archived' },
    ]);
  });
});

describe('reading definitions', () => {
  it('pages through a list', async () => {
    const api = memoryDefinitionApi();
    for (const id of ['a', 'b', 'c']) await api('PUT', `/segments/${id}`, { body: { ...vip, id } });

    const first = await api('GET', '/segments', { query: { limit: '2' } });
    const second = await api('GET', '/segments', {
      query: { limit: '2', cursor: String(first.body.cursor) },
    });

    expect(first.body.items?.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(second.body.items?.map(({ id }) => id)).toEqual(['c']);
    expect(second.body.cursor).toBeUndefined();
  });

  it.each<Record<string, string>>([{ limit: '0' }, { limit: 'many' }, { cursor: 'not-one' }])(
    'refuses the page %o',
    async (query) => {
      expect((await memoryDefinitionApi()('GET', '/segments', { query })).status).toBe(400);
    },
  );

  it('counts the members of a segment; where there are too many, tells how many there were last, and when', async () => {
    const listShard = async () => ({ members: [], after: undefined });
    const sizes = new MemorySizes();
    const few = memoryDefinitionApi({
      listShard,
      countShard: async (_, { shard }) => ({ count: shard, after: undefined }),
    });
    const countShard: MembershipReader['countShard'] = async (_, { shard }) => ({
      count: 9,
      after: shard === 3 ? 'more' : undefined,
    });
    const many = memoryDefinitionApi({ listShard, countShard }, undefined, { sizes });
    await few('PUT', '/segments/vip', { body: vip });
    await many('PUT', '/segments/vip', { body: vip });
    const where = { trait: 'likes', equals: { parameter: 'like' } };
    await few('PUT', '/segments/lookers', { body: { parameters: ['like'], where } });

    expect((await few('GET', '/segments/vip')).body.members).toBe(0 + 1 + 2 + 3);
    expect((await few('GET', '/segments/lookers')).body.members).toBeUndefined();
    expect((await many('GET', '/segments/vip')).body.members).toBeUndefined();
    await sizes.save('vip', { day: '2026-11-22', members: 40_000, version: 1 });
    expect((await many('GET', '/segments/vip')).body).toMatchObject({
      members: 40_000,
      countedOn: '2026-11-22',
    });
  });

  it('asks whether another id was meant where there is none of that id', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/segments/vip', { body: vip });

    expect((await api('GET', '/segments/vipp')).body.error?.message).toBe(
      'there is no segment `vipp`, did you mean `vip`?',
    );
  });

  it('says which methods a path has', async () => {
    const answer = await memoryDefinitionApi()('DELETE', '/workspace');

    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, PUT' } });
  });

  it.each(['/nothing', '/segments/vip/nothing', '/segments/%zz'])('does not know %s', async (path) => {
    expect(await memoryDefinitionApi()('GET', path)).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    });
  });
});

describe('validating', () => {
  it('tells what publishing would do, and saves nothing', async () => {
    const api = memoryDefinitionApi();
    const check = async (body: unknown) => (await api('POST', '/segments/validate', { body })).body.status;

    expect(await check(vip)).toBe('new');
    expect((await api('GET', '/segments/vip')).status).toBe(404);
    await api('PUT', '/segments/vip', { body: vip });
    expect(await check(vip)).toBe('live');
    expect(await check(other)).toBe('changed');
  });

  it('refuses what saving would refuse', async () => {
    const api = memoryDefinitionApi();

    expect((await api('POST', '/segments/validate', { body: { id: 'vip' } })).status).toBe(400);
    expect((await api('POST', '/segments/validate', { body: { where: vip.where } })).status).toBe(400);
  });
});

describe('archiving', () => {
  it('takes a segment out of force and keeps its versions', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/segments/vip', { body: vip });

    expect(await api('DELETE', '/segments/vip')).toMatchObject({ status: 200, body: { status: 'archived' } });
    expect((await api('GET', '/segments')).body.items).toEqual([]);
    expect((await api('GET', '/segments', { query: { status: 'archived' } })).body.items).toHaveLength(1);
    expect((await api('GET', '/segments/vip')).body).toMatchObject({ status: 'archived', version: 1 });
  });

  it('can be undone by publishing again', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/segments/vip', { body: vip });
    await api('DELETE', '/segments/vip');

    expect(await api('PUT', '/segments/vip', { body: vip })).toMatchObject({
      body: { version: 1, status: 'live' },
    });
  });

  it('does not know what never was', async () => {
    expect((await memoryDefinitionApi()('DELETE', '/segments/vip')).status).toBe(404);
  });
});
