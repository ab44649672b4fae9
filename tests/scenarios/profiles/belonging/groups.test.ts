import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR, RunningCloud } from '../../../support/cloud/running-cloud.ts';

const onPro = { id: 'on-pro', where: { group: 'plan', equals: 'pro' } };

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start([onPro]);
});
afterAll(() => shop.stop());

const joins = (userId: string, groupId: string, traits?: object) => ({
  type: 'group',
  userId,
  groupId,
  ...(traits && { traits }),
});
const ago = (event: object, ms: number) => ({ ...event, timestamp: new Date(shop.now() - ms).toISOString() });

async function membersByUser(...userIds: readonly string[]): Promise<string[]> {
  const members = await shop.members('on-pro');
  const profiles = await Promise.all(userIds.map((userId) => shop.profile(`userId=${userId}`)));
  return userIds.filter((_, index) => members.includes(profiles[index]?.profileId ?? ''));
}

async function toldOf(userId: string): Promise<(string | undefined)[]> {
  const profile = await shop.profile(`userId=${userId}`);
  const events = await shop.timeline(profile?.profileId ?? '');
  return events.filter(({ event }) => event === 'Group Changed').map(({ messageId }) => messageId);
}

describe('traits of a group', () => {
  it('reach who was in the group before they were set, and who joins afterwards', async () => {
    await shop.send(joins('anna', 'acme'));
    await shop.send(joins('bert', 'acme', { plan: 'pro', seats: 5 }));
    await shop.send(joins('carl', 'acme'));

    expect(await membersByUser('anna', 'bert', 'carl')).toEqual(['anna', 'bert', 'carl']);
    // who joined later has copied them, and needs to be told nothing
    expect(await toldOf('carl')).toEqual([]);
  });

  it('stand with the group on the card of each member', async () => {
    const carl = await shop.profile('userId=carl');

    expect(carl?.groups).toMatchObject([{ id: 'acme', traits: { plan: 'pro', seats: 5 } }]);
    expect(carl?.traits).toEqual({});
  });

  it('make all members leave a segment when they change, and enter it again', async () => {
    await shop.send(joins('anna', 'acme', { plan: 'free' }));
    const after = await membersByUser('anna', 'bert', 'carl');
    await shop.send(joins('bert', 'acme', { plan: 'pro' }));

    expect([after, await membersByUser('anna', 'bert', 'carl')]).toEqual([[], ['anna', 'bert', 'carl']]);
    expect(await toldOf('carl')).toHaveLength(2);
  });

  it('change nothing when they come late', async () => {
    const before = await toldOf('anna');
    await shop.send(ago(joins('bert', 'acme', { plan: 'free', city: 'Krakow' }), HOUR));

    expect(await membersByUser('anna', 'bert', 'carl')).toEqual(['anna', 'bert', 'carl']);
    const anna = await shop.profile('userId=anna');
    expect(anna?.groups[0]?.traits).toEqual({ plan: 'pro', seats: 5, city: 'Krakow' });
    // no segment asks for the city
    expect(await toldOf('anna')).toEqual(before);
  });

  it('are applied once when an event is sent again', async () => {
    const event = { ...joins('anna', 'acme', { plan: 'trial' }), messageId: 'a-trial' };
    await shop.send(event, event);
    const told = await toldOf('bert');
    await shop.send(event);

    expect(await membersByUser('anna', 'bert', 'carl')).toEqual([]);
    expect(await toldOf('bert')).toEqual(told);
  });

  it('stay with two members who turn out to be one person, who is told once', async () => {
    await shop.send({ type: 'group', anonymousId: 'phone', groupId: 'club', traits: { plan: 'pro' } });
    await shop.send({ type: 'group', anonymousId: 'phone', groupId: 'acme' });
    const before = await toldOf('anna');
    await shop.send({ type: 'identify', userId: 'anna', anonymousId: 'phone' });

    expect(await membersByUser('anna', 'bert')).toEqual(['anna']);
    const anna = await shop.profile('userId=anna');
    expect(anna?.groups.map(({ id }) => id).sort()).toEqual(['acme', 'club']);

    await shop.send(joins('bert', 'acme', { plan: 'team' }), joins('bert', 'club', { plan: 'free' }));

    expect(await membersByUser('anna', 'bert')).toEqual([]);
    // of each group once: before the merge she was told of the club as a visitor
    expect((await toldOf('anna')).filter((id) => !before.includes(id))).toHaveLength(3);
  });

  it('reach two hundred members, each by one write', async () => {
    const users = Array.from({ length: 200 }, (_, index) => `user-${index}`);
    await shop.send(...users.slice(0, 100).map((user) => joins(user, 'large')));
    await shop.send(...users.slice(100).map((user) => joins(user, 'large')));
    const before = shop.count('PutItem', 'Profiles');

    await shop.send(joins('user-0', 'large', { plan: 'pro' }));

    expect(await shop.members('on-pro')).toHaveLength(200);
    expect(await toldOf('user-199')).toHaveLength(1);
    // and the event itself took one for its sender and one for the group
    expect(shop.count('PutItem', 'Profiles') - before).toBe(202);
  });
});
