import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { definitionRoutes } from '../../../functions/admin/definition-routes.ts';
import { listRoutes } from '../../../functions/admin/list-routes.ts';
import type { LogEntry } from '../../../shared/events/event-log.ts';
import { adminApi, nobodyAnywhere } from '../../support/admin/admin-api.ts';
import { memoryDefinitionStore } from '../../support/admin/memory-definition-store.ts';
import { MemorySizes } from '../../support/admin/memory-sizes.ts';
import { MemoryBackfills } from '../../support/segments/memory-backfills.ts';

const members = [{ userId: 'anna' }, { email: 'Bert@Shop.test' }];

async function withList({ refuses = false } = {}) {
  const told: StreamEvent[] = [];
  const audited: object[] = [];
  const store = memoryDefinitionStore();
  const append = async (entries: readonly LogEntry[]) => {
    told.push(...entries.map(({ event }) => event));
    return refuses ? entries : [];
  };
  const ports = {
    store,
    memberships: nobodyAnywhere,
    newWriteKey: () => '',
    audit: () => {},
    auditList: (record: object) => void audited.push(record),
    backfills: new MemoryBackfills(),
    sizes: new MemorySizes(),
    machines: { publish: async () => {} },
    functions: { decideStepArn: '', sendMessageArn: '' },
    log: { append },
    loadIdentityKey: async () => Buffer.from('a key for tests'),
  };
  const api = adminApi([...definitionRoutes(ports), ...listRoutes(ports)]);
  await api('PUT', '/lists/vip', { body: {} });
  const upload = (number: number, body: unknown = members) =>
    api('POST', '/lists/vip/members', { body: { upload: number, members: body } });
  return { api, upload, told, audited };
}

describe('uploading members of a list', () => {
  it('tells each person once, however often the same part is sent', async () => {
    const { upload, told, audited } = await withList();

    expect(await upload(1)).toMatchObject({ status: 202, body: { accepted: 2, nobody: [] } });
    await upload(1);

    expect(told[0]).toMatchObject({
      userId: 'anna',
      event: 'List Uploaded',
      properties: { list: 'vip', upload: 1 },
    });
    expect(told[1]).toMatchObject({ context: { traits: { email: 'Bert@Shop.test' } } });
    expect(told.slice(2).map(({ messageId }) => messageId)).toEqual(
      told.slice(0, 2).map(({ messageId }) => messageId),
    );
    expect(audited[0]).toEqual({ by: 'unknown', list: 'vip', upload: 1, members: 2 });
  });

  it('answers the places of what names nobody, and takes the rest', async () => {
    const { upload, told } = await withList();

    const answer = await upload(1, [{ userId: 'null' }, { email: 'no address' }, ...members, { userId: '' }]);

    expect(answer).toMatchObject({ status: 202, body: { accepted: 2, nobody: [0, 1, 4] } });
    expect(told).toHaveLength(2);
  });

  it('adds to the upload in force or to the next one only', async () => {
    const { api, upload } = await withList();
    expect((await upload(2)).body.error).toMatchObject({
      code: 'upload_out_of_order',
      pointer: '/upload',
      allowed: [1],
    });

    expect(await api('PUT', '/lists/vip', { body: { upload: 1 } })).toMatchObject({
      status: 200,
      body: { upload: 1 },
    });

    expect([(await upload(1)).status, (await upload(2)).status, (await upload(3)).status]).toEqual([
      202, 202, 400,
    ]);
  });

  it('puts uploads in force one after the other, and keeps the one there is when none is named', async () => {
    const { api } = await withList();
    await api('PUT', '/lists/vip', { body: { upload: 1 } });

    expect((await api('PUT', '/lists/vip', { body: { name: 'Guests' } })).body).toMatchObject({ upload: 1 });
    for (const upload of [0, 3])
      expect(await api('PUT', '/lists/vip', { body: { upload } })).toMatchObject({
        status: 400,
        body: { error: { code: 'upload_out_of_order', pointer: '/upload', allowed: [1, 2] } },
      });
  });

  it.each([
    [{ upload: 1, members: [] }, '/members'],
    [{ upload: 1, members: Array.from({ length: 1_001 }, () => ({ userId: 'a' })) }, '/members'],
    [{ upload: 1, members: [{ userId: 'a', email: 'a@b.c' }] }, '/members/0'],
    [{ upload: 1, members: ['a'] }, '/members/0'],
    [{ upload: 0, members }, '/upload'],
    [{ members }, '/upload'],
    [{ upload: 1, members, list: 'vip' }, '/list'],
  ])('refuses %j', async (body, pointer) => {
    const { api, told } = await withList();

    const answer = await api('POST', '/lists/vip/members', { body });

    expect(answer).toMatchObject({ status: 400, body: { error: { pointer } } });
    expect(told).toEqual([]);
  });

  it('asks to send again what the stream did not take, and knows no list that is not live', async () => {
    const { api, upload } = await withList({ refuses: true });

    expect((await upload(1)).status).toBe(503);
    expect((await api('POST', '/lists/gone/members', { body: { upload: 1, members } })).status).toBe(404);
    await api('DELETE', '/lists/vip');
    expect((await upload(1)).status).toBe(404);
  });
});
