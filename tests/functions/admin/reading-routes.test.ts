import { describe, expect, it } from 'vitest';
import { memberRoutes } from '../../../functions/admin/member-routes.ts';
import { type ProfileQuery, profileRoutes } from '../../../functions/admin/profile-routes.ts';
import type { MemberQuestion } from '../../../functions/runs/describe-members.ts';
import type { Member, MembershipReader } from '../../../shared/profiles/memberships/list-members.ts';
import { groupSizeId } from '../../../shared/profiles/memberships/sizes.ts';
import { rfmGroups } from '../../../shared/segments/rfm/groups.ts';
import { adminApi, memoryDefinitionApi } from '../../support/admin/admin-api.ts';
import { MemorySizes } from '../../support/admin/memory-sizes.ts';

const member = (profileId: string): Member => ({ profileId, since: '2026-11-21T10:00:00.000Z', entry: 1 });
const everybody = ['0:a', '0:b', '1:a', '1:b', '2:a', '2:b', '3:a', '3:b'];
// two members in each of the four shards
const memberships: MembershipReader = {
  listShard: async (_, { shard, after }, limit) => {
    const all = [member(`${shard}:a`), member(`${shard}:b`)].filter(
      ({ profileId }) => profileId > (after ?? ''),
    );
    const members = all.slice(0, limit);
    return { members, after: all.length > limit ? members.at(-1)?.profileId : undefined };
  },
  countShard: async () => ({ count: 2, after: undefined }),
};
const definitions = {
  loadIndex: async () => ({
    number: 1,
    revision: 1,
    entries: ['vip', 'lookers'].map((id) => ({
      ...{ kind: 'segment', id, version: 1, status: 'live' as const, since: 1 },
    })),
  }),
  loadVersion: async (_kind: string, id: string) => ({
    ...{ kind: 'segment', id, version: 1, savedAt: '', savedBy: '' },
    body:
      id === 'vip'
        ? { id, where: { trait: 'vip', exists: true } }
        : { id, parameters: ['like'], where: { trait: 'likes', equals: { parameter: 'like' } } },
  }),
};

describe('the members of a segment', () => {
  const asked: MemberQuestion[] = [];
  const api = adminApi(
    memberRoutes({
      definitions,
      memberships,
      describe: async (members, question) => {
        asked.push(question);
        return members;
      },
    }),
  );

  it('are listed over all pages, each once', async () => {
    const found: unknown[] = [];
    let cursor: string | undefined;

    do {
      const query: Record<string, string> = cursor === undefined ? { limit: '3' } : { limit: '3', cursor };
      const { body } = await api('GET', '/segments/vip/members', { query });
      found.push(...(body.items ?? []).map(({ profileId }) => profileId));
      cursor = body.cursor;
    } while (cursor !== undefined);

    expect(found).toEqual(everybody);
  });

  it('can be sampled, from all shards', async () => {
    const { body } = await api('GET', '/segments/vip/members', { query: { sample: '8' } });

    expect(body.items?.map(({ profileId }) => profileId).sort()).toEqual([...everybody].sort());
    expect(body.cursor).toBeUndefined();
  });

  it.each(['0', '101', 'some'])('are not sampled by %s', async (sample) => {
    const { status, body } = await api('GET', '/segments/vip/members', { query: { sample } });

    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'invalid_query', allowed: '1 to 100' });
  });

  it('are not found for a segment that does not exist', async () => {
    expect((await api('GET', '/segments/none/members')).status).toBe(404);
    expect((await api('GET', '/segments/lookers/members')).body.error?.message).toBe(
      'segment `lookers` has parameters, so it has no members; name one that asks for it with values',
    );
    expect((await api('GET', '/segments/vi/members')).body.error?.message).toBe(
      'there is no segment `vi`, did you mean `vip`?',
    );
  });

  it('can be asked for by when they leave, and with some of their traits', async () => {
    await api('GET', '/segments/vip/members', { query: { leavingWithin: '7d', traits: 'email, city' } });

    const { segment, leavingBy = 0, traits, now } = asked.at(-1) ?? expect.fail('nobody was described');
    expect({ segment, traits, leavingWithin: leavingBy - now }).toEqual({
      ...{ segment: 'vip', traits: ['email', 'city'], leavingWithin: 7 * 86_400_000 },
    });
  });

  it.each<Record<string, string>>([
    { leavingWithin: '7 days' },
    { leavingWithin: '' },
    { traits: 'abcdefghijk'.split('').join() },
  ])('are not listed for %o', async (query) => {
    const { status, body } = await api('GET', '/segments/vip/members', { query });

    expect(status).toBe(400);
    expect(body.error?.allowed).toBeDefined();
  });

  it('are not listed from a made-up cursor', async () => {
    const cursor = Buffer.from('{"shard":99}').toString('base64url');

    expect((await api('GET', '/segments/vip/members', { query: { cursor } })).status).toBe(400);
  });
});

describe('the history of a segment', () => {
  it('tells how many were in a segment day by day, page by page', async () => {
    const sizes = new MemorySizes();
    const api = memoryDefinitionApi(undefined, undefined, { sizes });
    await api('PUT', '/segments/vip', { body: { where: { trait: 'plan', equals: 'vip' } } });
    const days = ['2026-11-22', '2026-11-21', '2026-11-19'].map((day) => ({ day, members: 5, version: 1 }));
    for (const size of days) await sizes.save('vip', size);

    const first = await api('GET', '/segments/vip/history', { query: { limit: '2' } });
    const query = { limit: '2', cursor: first.body.cursor ?? '' };
    const second = await api('GET', '/segments/vip/history', { query });

    expect([first.body.items, second.body]).toEqual([days.slice(0, 2), { items: days.slice(2) }]);
    expect((await api('GET', '/segments/nothing/history')).status).toBe(404);
  });
});

describe('a profile', () => {
  const asked: ProfileQuery[] = [];
  const api = adminApi(
    profileRoutes(async (query) => {
      asked.push(query);
      return query.value === 'nobody' ? undefined : { profileId: 'user_id:x' };
    }),
  );

  it.each<[Record<string, string>, ProfileQuery]>([
    [{ userId: '42' }, { type: 'user_id', value: '42' }],
    [{ anonymousId: 'a-1' }, { type: 'anonymous_id', value: 'a-1' }],
    [{ email: 'anna@x.de' }, { type: 'email', value: 'anna@x.de' }],
    [{ phone: '+48' }, { type: 'phone', value: '+48' }],
    [{ id: 'user_id:x' }, { type: 'id', value: 'user_id:x' }],
    [
      { type: 'android.id', value: 'd-1' },
      { type: 'android.id', value: 'd-1' },
    ],
  ])('is found by %o', async (query, expected) => {
    const answer = await api('GET', '/profiles', { query });

    expect(answer).toMatchObject({ status: 200, body: { profileId: 'user_id:x' } });
    expect(asked.at(-1)).toEqual(expected);
  });

  it('is found by its id in the path', async () => {
    expect((await api('GET', '/profiles/user_id%3Ax')).status).toBe(200);
    expect(asked.at(-1)).toEqual({ type: 'id', value: 'user_id:x' });
  });

  it('is not found when nobody has the identifier', async () => {
    expect((await api('GET', '/profiles', { query: { userId: 'nobody' } })).status).toBe(404);
  });

  it.each<Record<string, string>>([
    {},
    { userId: '1', email: 'a@b.c' },
    { userId: '1', type: 'email', value: 'a@b.c' },
    { userId: '' },
    { type: 'email' },
    { value: 'a@b.c' },
  ])('is not looked up by %o', async (query) => {
    expect(await api('GET', '/profiles', { query })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_query' } },
    });
  });
});

describe('the groups of buyers', () => {
  const bounds = {
    recency: ['120d', '60d', '30d', '36h'],
    frequency: [1, 2, 4, 8],
    money: [50, 150, 400, 999.5],
  };

  it('are not found while nobody is scored', async () => {
    const { status, body } = await memoryDefinitionApi()('GET', '/rfm/groups');

    expect(status).toBe(404);
    expect(body.error?.message).toContain('publish `rfm`');
  });

  it('tell what scores are given by, and how many were in each on the last day', async () => {
    const sizes = new MemorySizes();
    const api = memoryDefinitionApi(memberships, undefined, { sizes });
    await api('PUT', '/rfm', { body: { minimumBuyers: 50, bounds } });
    for (const [index, group] of rfmGroups.entries()) {
      const size = { day: '2026-11-22', members: index, version: 1 };
      await sizes.save(groupSizeId(group), { ...size, day: '2026-11-21', members: 900 });
      await sizes.save(groupSizeId(group), size);
    }

    const { body } = await api('GET', '/rfm/groups');

    expect(body).toEqual({
      from: 'settings',
      minimumBuyers: 50,
      bounds: {
        recencyDays: [120, 60, 30, 1.5],
        frequency: bounds.frequency,
        money: bounds.money,
      },
      since: expect.stringMatching(/^\d{4}-/),
      countedOn: '2026-11-22',
      buyers: 55,
      groups: rfmGroups.map((group, buyers) => ({ group, buyers })),
    });
  });

  it('say that there are no scores yet', async () => {
    const api = memoryDefinitionApi();
    await api('PUT', '/rfm', { body: {} });

    const { body } = await api('GET', '/rfm/groups');

    expect(body).toMatchObject({ from: 'nothing', minimumBuyers: 100, buyers: 0 });
    expect(body).not.toHaveProperty('bounds');
    expect(body).not.toHaveProperty('countedOn');
  });
});
