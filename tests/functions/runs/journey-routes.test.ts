import { describe, expect, it } from 'vitest';
import type {
  JourneyReader,
  RunView,
  SendView,
  Slice,
  SliceOf,
} from '../../../functions/lib/journey-reader.ts';
import { profileIdsOf } from '../../../functions/profiles/read-profile.ts';
import { journeyRoutes } from '../../../functions/runs/journey-routes.ts';
import { adminApi } from '../../support/admin/admin-api.ts';

const minute = (number: number) => new Date(Date.UTC(2026, 10, 21, 10, number)).toISOString();
const send = (number: number, profileId: string, journey: string): SendView => ({
  sendId: `s${number}`,
  profileId,
  journey,
  step: 'mail',
  channel: 'email',
  template: 'hello',
  state: 'SENT',
  at: minute(number),
});
// she was anonymous before she signed in
const sends = [
  send(1, 'anonymous_id:a', 'welcome'),
  send(2, 'anonymous_id:a', 'cart'),
  send(3, 'user_id:x', 'cart'),
  send(4, 'anonymous_id:a', 'cart'),
  send(5, 'user_id:x', 'cart'),
];
const run: RunView = {
  entryId: 'e1',
  profileId: 'user_id:x',
  version: 1,
  status: 'running',
  enteredAt: minute(1),
};

function sliceOf(all: readonly SendView[], { after, limit }: SliceOf): Slice<SendView> {
  const left = [...all].reverse().filter(({ at }) => after === undefined || at < after.at);
  const rows = left.slice(0, limit).map((item) => ({ item, place: { at: item.at, pk: 'p', sk: 's' } }));
  return { rows, isEnd: left.length <= limit };
}

const journeys: JourneyReader = {
  runsOf: async () => ({
    rows: [{ item: run, place: { at: run.enteredAt, pk: 'p', sk: 's' } }],
    isEnd: true,
  }),
  sendsOfJourney: async (id, slice) =>
    sliceOf(
      sends.filter(({ journey }) => journey === id),
      slice,
    ),
  sendsOfProfile: async (id, only, slice) =>
    sliceOf(
      sends.filter(({ profileId, journey }) => profileId === id && (!only || journey === only)),
      slice,
    ),
};
const entry = (id: string, status: 'live' | 'archived' = 'live') => ({
  kind: 'journey',
  id,
  version: 1,
  status,
  since: 1,
});
const api = adminApi(
  journeyRoutes({
    definitions: {
      loadIndex: async () => ({ number: 1, revision: 1, entries: [entry('cart'), entry('old', 'archived')] }),
    },
    journeys,
    findProfileIds: async (id) => (id === 'nobody' ? undefined : ['user_id:x', 'anonymous_id:a']),
  }),
);

async function idsOver(path: string, query: Record<string, string>): Promise<unknown[]> {
  const found: unknown[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await api('GET', path, { query: { ...query, ...(cursor ? { cursor } : {}) } });
    found.push(...(body.items ?? []).map(({ sendId }) => sendId));
    cursor = body.cursor;
  } while (cursor !== undefined);
  return found;
}

describe('the runs of a journey', () => {
  it('are listed', async () => {
    expect(await api('GET', '/journeys/cart/runs')).toMatchObject({ status: 200, body: { items: [run] } });
  });

  it('are listed of an archived one too', async () => {
    expect((await api('GET', '/journeys/old/runs')).status).toBe(200);
  });

  it('are not found for a journey that does not exist', async () => {
    expect((await api('GET', '/journeys/none/runs')).status).toBe(404);
  });
});

describe('messages', () => {
  it('of a journey are listed newest first, over all pages', async () => {
    expect(await idsOver('/messages', { journey: 'cart', limit: '3' })).toEqual(['s5', 's4', 's3', 's2']);
  });

  it.each(['1', '2', '3', '100'])(
    'of a person include those before a merge, in pages of %s',
    async (limit) => {
      const expected = ['s5', 's4', 's3', 's2', 's1'];

      expect(await idsOver('/profiles/user_id%3Ax/messages', { limit })).toEqual(expected);
      expect(await idsOver('/messages', { profileId: 'user_id:x', limit })).toEqual(expected);
    },
  );

  it('of a person are listed for one journey', async () => {
    expect(await idsOver('/messages', { profileId: 'user_id:x', journey: 'welcome' })).toEqual(['s1']);
  });

  it('are not found for a person or a journey that does not exist', async () => {
    expect((await api('GET', '/profiles/nobody/messages')).status).toBe(404);
    expect((await api('GET', '/messages', { query: { journey: 'none' } })).status).toBe(404);
  });

  it('are not listed for everyone at once', async () => {
    expect(await api('GET', '/messages')).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_query', allowed: ['profileId', 'journey'] } },
    });
  });

  it('are not listed from a made-up cursor', async () => {
    const cursor = Buffer.from('{"cart":7}').toString('base64url');

    expect((await api('GET', '/messages', { query: { journey: 'cart', cursor } })).status).toBe(400);
  });
});

describe('the ids of a person', () => {
  it('are the own one and those of merged profiles, without what a limit dropped', () => {
    const merged = { at: minute(1), messageId: 'm', rule: 'merged', what: ['anonymous_id:a'] };
    const demoted = { at: minute(2), messageId: 'n', rule: 'demoted', what: ['email:b'] };

    const ids = profileIdsOf({ profileId: 'user_id:x', mergeLog: [merged, demoted, merged] });

    expect(ids).toEqual(['user_id:x', 'anonymous_id:a']);
  });
});
