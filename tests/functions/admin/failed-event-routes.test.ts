import { beforeEach, describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { failedEventRoutes } from '../../../functions/admin/failed-event-routes.ts';
import type { FailedEventRange, KeptFailedEvent } from '../../../shared/events/failed-event.ts';
import { type AdminTestApi, adminApi } from '../../support/admin/admin-api.ts';
import { serverSource } from '../../support/collector/collector.ts';

const kept = (id: string, payload: object, more: Partial<KeptFailedEvent> = {}): KeptFailedEvent => ({
  id,
  code: 'unknown_type',
  reason: 'type must be one of ...',
  payload: { userId: 'anna', event: 'Seen', ...payload },
  arrival: { envelope: {} },
  sourceId: serverSource.id,
  receivedAt: '2026-11-21T12:00:00.000Z',
  messageId: `message-${id}`,
  ...more,
});

let table: KeptFailedEvent[];
let asked: FailedEventRange[];
let sent: StreamEvent[];
let audited: object[];
let api: AdminTestApi;

beforeEach(() => {
  table = [
    kept('4', { type: 'trak', properties: { items: [{ price: 'x' }] } }),
    kept('3', { type: 'trak' }),
    kept('2', {}, { code: 'too_large' }),
    kept('1', { type: 'track' }),
  ];
  asked = [];
  sent = [];
  audited = [];
  api = adminApi(
    failedEventRoutes({
      reader: {
        list: async (range, limit) => {
          asked.push(range);
          const wanted = table.filter(({ id, code }) => {
            const isAfter = range.before === undefined || id < range.before;
            return isAfter && (range.code === undefined || code === range.code);
          });
          const items = wanted.slice(0, limit).map(({ payload: _, arrival: __, ...item }) => item);
          return { items, next: wanted.length > limit ? items.at(-1)?.id : undefined };
        },
        find: async (id) => table.find((one) => one.id === id),
      },
      failed: {
        removeFailedEvents: async (ids) => {
          table = table.filter(({ id }) => !ids.includes(id));
        },
      },
      log: {
        append: async (entries) => {
          sent.push(...entries.map(({ event }) => event));
          return [];
        },
      },
      loadIdentityKey: async () => Buffer.from('identity key of the tests'),
      loadSources: async () => new Map([[serverSource.id, serverSource]]),
      audit: (record) => void audited.push(record),
    }),
  );
});

const redrive = (body: unknown) => api('POST', '/failed-events/redrive', { body });
const left = () => table.map(({ id }) => id);

describe('failed events in the admin API', () => {
  it('are listed page by page', async () => {
    const first = await api('GET', '/failed-events', { query: { limit: '3' } });
    const second = await api('GET', '/failed-events', {
      query: { limit: '3', cursor: first.body.cursor ?? '' },
    });

    expect(first.body.items).toMatchObject([{ id: '4' }, { id: '3' }, { id: '2' }]);
    expect(second.body).toMatchObject({ items: [{ id: '1' }] });
    expect(second.body.cursor).toBeUndefined();
  });

  it('are counted by code', async () => {
    const { body } = await api('GET', '/failed-events/counts');

    expect(body).toEqual({ counts: { unknown_type: 3, too_large: 1 }, isComplete: true });
  });

  it('are asked for by code, source and time; what is older than anything kept is not looked for', async () => {
    const query = { code: 'too_large', source: 'site', from: '2020-01-01', to: '2026-11-21T13:00:00+01:00' };

    await api('GET', '/failed-events', { query });

    expect(asked).toMatchObject([{ code: 'too_large', source: 'site', to: '2026-11-21T12:00:00.000Z' }]);
    expect(Date.now() - Date.parse(asked[0]?.from ?? '')).toBeLessThan(33 * 86_400_000);
  });

  it('are shown one by one, with what was sent', async () => {
    expect((await api('GET', '/failed-events/1')).body).toMatchObject({
      id: '1',
      payload: { type: 'track' },
    });
    expect(await api('GET', '/failed-events/9')).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    });
  });

  it.each([
    ['/from', { from: 'yesterday' }],
    ['/to', { to: '21.11.2026' }],
  ])('are not listed by a time that is none: %s', async (pointer, query) => {
    expect(await api('GET', '/failed-events', { query })).toMatchObject({
      status: 400,
      body: { error: { pointer } },
    });
  });

  it('refuse a cursor of another list', async () => {
    expect(await api('GET', '/failed-events', { query: { cursor: '%' } })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_cursor' } },
    });
  });
});

describe('driving failed events again', () => {
  it('sends one that was put right under its own messageId, and forgets it', async () => {
    const { body } = await redrive({ id: '3', payload: { type: 'track', userId: 'anna', event: 'Seen' } });

    expect(body).toEqual({ redriven: 1, failed: [] });
    expect(sent).toMatchObject([{ type: 'track', messageId: 'message-3' }]);
    expect(left()).toEqual(['4', '2', '1']);
  });

  it('sends several with the same change, down to an item of a list', async () => {
    const patch = { type: 'track', properties: { items: { 0: { price: 9 } } } };

    const { body } = await redrive({ ids: ['4', '9'], patch });

    expect(body).toMatchObject({ redriven: 1, failed: [{ id: '9', code: 'not_found' }] });
    expect(sent).toMatchObject([{ messageId: 'message-4', properties: { items: [{ price: 9 }] } }]);
  });

  it('sends all of a code page by page, and says what is still wrong', async () => {
    const first = await redrive({ code: 'unknown_type', limit: 2 });
    const second = await redrive({ code: 'unknown_type', limit: 2, cursor: first.body.cursor });

    expect(first.body).toMatchObject({
      redriven: 0,
      failed: [
        { id: '4', code: 'unknown_type' },
        { id: '3', code: 'unknown_type' },
      ],
    });
    expect(second.body).toEqual({ redriven: 1, failed: [] });
    expect(left()).toEqual(['4', '3', '2']);
  });

  it('writes down who drove how many, and nothing of what was sent', async () => {
    await redrive({ code: 'unknown_type', patch: { type: 'track' } });

    expect(audited).toEqual([{ by: expect.any(String), form: 'code', redriven: 3 }]);
  });

  it.each([
    [{}, 'missing_field', undefined],
    [undefined, 'missing_field', undefined],
    ['1', 'missing_field', undefined],
    [{ ids: [] }, 'invalid_value', '/ids'],
    [{ ids: Array(101).fill('1') }, 'invalid_value', '/ids'],
    [{ ids: ['1'], pach: {} }, 'unknown_field', '/pach'],
    [{ code: 'unknown_type', limit: 1_000 }, 'invalid_value', '/limit'],
    [{ code: 'unknown_type', patch: [] }, 'invalid_type', '/patch'],
  ])('refuses %j with its place', async (body, code, pointer) => {
    const answer = await redrive(body);

    expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
    expect(answer.body.error?.pointer).toBe(pointer);
    expect(left()).toHaveLength(4);
  });

  it('does not find one that is gone already', async () => {
    expect(await redrive({ id: '9', payload: {} })).toMatchObject({ status: 404 });
  });
});
