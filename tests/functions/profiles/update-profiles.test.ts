import { describe, expect, it } from 'vitest';
import { updateProfiles } from '../../../functions/profiles/update-profiles.ts';
import { storedFailedEvent } from '../../../shared/events/failed-event.ts';
import { plainTraits } from '../../../shared/profiles/traits.ts';
import { DAY, HOUR, MINUTE, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const buyers = {
  id: 'recent-buyers',
  where: { event: 'Order Completed', within: '90d', sum: { of: 'total', atLeast: 100 } },
};
const order = (total: number) => ({ event: 'Order Completed', properties: { total } });

describe('update-profiles', () => {
  it('folds a batch of one known person into one root write and one chunk', async () => {
    const world = new ProfileWorld({ segments: [buyers] });
    await world.post(world.event({ userId: 'anna', anonymousId: 'a1' }));
    const before = world.stores.saved.length;

    await world.post(
      ...Array.from({ length: 20 }, () => world.event({ userId: 'anna', anonymousId: 'a1', ...order(1) })),
    );

    const writes = world.stores.saved.slice(before);
    expect(
      writes.map((write) => ({
        events: write.events.length,
        isPlain: !write.cold && !write.pointers.length,
      })),
    ).toEqual([{ events: 20, isPlain: true }]);
  });

  it('writes nothing for messages it has seen', async () => {
    const world = new ProfileWorld();
    const events = [world.event({ userId: 'anna' }), world.event({ userId: 'anna', anonymousId: 'a1' })];
    await world.post(...events, ...events);
    const before = world.stores.saved.length;

    const result = await world.post(...events);

    expect(world.stores.saved.length).toBe(before);
    expect(result).toEqual({ failedFrom: undefined, applied: 0, failed: 0, forgotten: 0, error: undefined });
  });

  it('keeps an event as failed that says something else under the messageId of another', async () => {
    const world = new ProfileWorld();
    const first = world.event({ userId: 'anna', ...order(1) });
    const retry = { ...first, timestamp: new Date(START + HOUR).toISOString(), context: { retry: 2 } };
    const second = { ...first, ...order(2) };

    const { applied } = await world.post(first, second, retry);
    await world.post(second);

    expect(applied).toBe(1);
    expect(world.failed.map(({ code, payload }) => ({ code, payload }))).toEqual(
      Array(2).fill({ code: 'messageid_conflict', payload: second }),
    );
  });

  it('takes what the platform tells again for one fact, however it is told', async () => {
    const world = new ProfileWorld();
    await world.post(world.event({ userId: 'anna' }));
    const [root] = world.roots();
    const told = world.event({
      profileId: root?.id,
      source: { id: 'platform', kind: 'platform' },
      ...order(1),
    });

    const { applied, failed } = await world.post(told, { ...told, ...order(2) });

    expect({ applied, failed }).toEqual({ applied: 1, failed: 0 });
  });

  it('still knows a message after it spilled to a page', async () => {
    const world = new ProfileWorld();
    const first = world.event({ userId: 'anna' });
    await world.post(first);
    for (let batch = 0; batch < 3; batch += 1) {
      world.now += MINUTE;
      await world.post(...Array.from({ length: 60 }, () => world.event({ userId: 'anna' })));
    }
    const [root] = world.roots();
    expect(root?.seen.entries.size).toBeLessThanOrEqual(128);

    const result = await world.post(first);

    expect(result.applied).toBe(0);
  });

  it('decides again when another writer came first', async () => {
    const world = new ProfileWorld();
    await world.post(world.event({ userId: 'anna', anonymousId: 'a1' }));
    const rival = world.event({ userId: 'anna', anonymousId: 'a1', event: 'Rival' });
    let pending: Promise<unknown> | undefined;
    world.stores.beforeSave = () => {
      world.stores.beforeSave = () => {};
      pending = world.post(rival);
    };

    await world.post(world.event({ userId: 'anna', anonymousId: 'a1', event: 'Mine' }));
    await pending;

    const [root] = world.roots();
    const events = await world.stores.load(root?.heads ?? []);
    expect(events.flatMap(({ event }) => event ?? []).sort()).toEqual(['Mine', 'Rival']);
  });

  it('joins a visitor with the account she signs in to, counting each event once', async () => {
    const world = new ProfileWorld({ segments: [buyers] });
    await world.post(world.event({ anonymousId: 'phone', ...order(60) }));
    await world.post(world.event({ userId: 'anna', anonymousId: 'laptop', ...order(60) }));
    expect(world.roots().flatMap(({ memberships }) => [...memberships.keys()])).toEqual([]);

    await world.post(
      world.event({ type: 'identify', userId: 'anna', anonymousId: 'phone', traits: { name: 'Anna' } }),
    );

    const [root, ...others] = world.roots();
    expect(others).toEqual([]);
    expect(root?.memberships.get('recent-buyers')).toEqual({ since: START, entry: 1 });
    expect(root?.nextFlip).toBe(START + 90 * DAY);
    expect(await world.people()).toEqual([['anonymous_id:laptop', 'anonymous_id:phone', 'user_id:anna']]);
    expect(await world.posted({ heads: root?.heads ?? [] })).toHaveLength(3);
  });

  it('lets nobody enter twice for signing in: memberships unite without effect', async () => {
    const world = new ProfileWorld({ segments: [buyers] });
    await world.post(world.event({ anonymousId: 'phone', ...order(150) }));
    world.now += HOUR;
    await world.post(world.event({ userId: 'anna', ...order(150) }));
    world.now += HOUR;

    await world.post(world.event({ type: 'identify', userId: 'anna', anonymousId: 'phone' }));

    const effects = world.stores.saved.at(-1)?.profile.effects ?? [];
    expect(effects.map(({ kind }) => kind)).toEqual(['moved']);
    const [root] = world.roots();
    expect(root?.memberships.get('recent-buyers')).toEqual({ since: START, entry: 1 });
  });

  it('merges in one batch what that batch created', async () => {
    const world = new ProfileWorld();

    await world.post(
      world.event({ anonymousId: 'a1' }),
      world.event({ userId: 'anna' }),
      world.event({ type: 'alias', userId: 'anna', previousId: 'a1' }),
      world.event({ anonymousId: 'a1' }),
    );

    expect(await world.people()).toEqual([['anonymous_id:a1', 'user_id:anna']]);
    expect(world.stores.saved).toHaveLength(1);
  });

  it('keeps the profiles of two people on one device apart', async () => {
    const world = new ProfileWorld();

    await world.post(world.event({ userId: 'anna', anonymousId: 'kiosk' }));
    await world.post(world.event({ userId: 'bert', anonymousId: 'kiosk' }));
    await world.post(world.event({ userId: 'bert', anonymousId: 'kiosk' }));

    expect(await world.people()).toEqual([['anonymous_id:kiosk', 'user_id:anna'], ['user_id:bert']]);
    const bert = world.roots().find(({ links }) => links.size === 1);
    expect((await world.cold(bert?.id ?? '')).mergeLog.map(({ rule, what }) => ({ rule, what }))).toEqual([
      { rule: 'demoted', what: ['anonymous_id:kiosk'] },
    ]);
  });

  it('passes over what lost its identifiers for want of consent', async () => {
    const world = new ProfileWorld();

    await world.post(
      world.event({ event: 'Viewed', flags: ['anonymous'] }),
      world.event({ event: 'Viewed', userId: 'anna' }),
    );

    expect([world.roots().length, world.failed.length]).toEqual([1, 0]);
  });

  it('refuses protected traits from a browser, and takes the next event', async () => {
    const world = new ProfileWorld({ protectedTraits: ['plan'] });
    const browser = { source: { id: 'web', kind: 'browser' as const } };
    await world.post(world.event({ type: 'identify', userId: 'anna', traits: { plan: 'free' } }));

    await world.post(
      world.event({ ...browser, type: 'identify', userId: 'anna', traits: { plan: 'gold' } }),
      world.event({ ...browser, type: 'identify', userId: 'anna', traits: { name: 'Anna' } }),
    );

    expect(world.failed.map(({ code }) => code)).toEqual(['forbidden_operation']);
    const [root] = world.roots();
    expect(plainTraits((await world.cold(root?.id ?? '')).traits)).toEqual({ plan: 'free', name: 'Anna' });
  });

  it('takes protected traits from a browser whose user the site vouches for', async () => {
    const world = new ProfileWorld({ protectedTraits: ['plan'] });
    const browser = { source: { id: 'web', kind: 'browser' as const } };
    await world.post(world.event({ type: 'identify', userId: 'anna', traits: { plan: 'free' } }));

    const signed = { ...browser, verified: true as const };
    await world.post(
      world.event({ ...signed, type: 'identify', userId: 'anna', traits: { plan: 'gold' } }, START + MINUTE),
      // the traits of a group are not the person's
      world.event({ ...signed, type: 'group', userId: 'anna', groupId: 'g', traits: { plan: 'team' } }),
    );

    expect(world.failed).toEqual([]);
    const [root] = world.roots();
    expect(plainTraits((await world.cold(root?.id ?? '')).traits)).toEqual({ plan: 'gold' });
  });

  it('keeps events that would overfill a profile in FailedEvents and applies the next that does not', async () => {
    const world = new ProfileWorld();
    const large = (round: number) =>
      Object.fromEntries(
        Array.from({ length: 8 }, (_, key) => [`trait-${key}`, `${round}`.repeat(round * 10_000)]),
      );
    for (const round of [1, 2, 3, 4, 5])
      await world.post(
        world.event({ type: 'identify', userId: 'anna', traits: large(round) }, START + round * MINUTE),
      );

    await world.post(world.event({ userId: 'anna', event: 'Page Viewed' }));

    expect([...new Set(world.failed.map(({ code }) => code))]).toEqual(['profile_full']);
    const [root] = world.roots();
    const events = await world.stores.load(root?.heads ?? []);
    expect(events.filter(({ event }) => event === 'Page Viewed')).toHaveLength(1);
    expect(events.length + world.failed.length).toBe(6);
  });

  it('keeps a record that is no event in FailedEvents and goes on behind it', async () => {
    const world = new ProfileWorld();
    const good = world.event({ userId: 'anna' });

    const result = await world.post({ ...good, timestamp: 'yesterday' }, good);

    expect(world.failed.map(({ code }) => code)).toEqual(['invalid_record']);
    expect(result).toMatchObject({ applied: 1, failed: 1, failedFrom: undefined });
  });

  it('keeps a record that is no event once, however often and late it is repeated', async () => {
    const world = new ProfileWorld();
    const records = [{ sequenceNumber: '1', arrivedAt: START, data: Buffer.from('{') }];

    await updateProfiles(world.dependencies(), records, () => 60_000);
    world.now += MINUTE;
    await updateProfiles(world.dependencies(), records, () => 60_000);

    expect(new Set(world.failed.map((failed) => storedFailedEvent(failed).id)).size).toBe(1);
  });

  it('repeats from the first record of the group that failed, and folds the others', async () => {
    const world = new ProfileWorld();
    world.stores.beforeSave = ({ profile }) => {
      if (profile.isIdentified) throw new Error('table is away');
    };

    const result = await world.post(
      world.event({ anonymousId: 'a1' }),
      world.event({ userId: 'anna' }),
      world.event({ anonymousId: 'a2' }),
      world.event({ userId: 'bert' }),
    );

    expect(result).toMatchObject({ failedFrom: '1', applied: 2 });
  });

  it('builds the windows of a segment published later from the timeline', async () => {
    const world = new ProfileWorld();
    await world.post(world.event({ userId: 'anna', ...order(150) }));
    world.now += DAY;
    world.publish([buyers]);

    await world.post(world.event({ userId: 'anna', event: 'Page Viewed' }));

    const [root] = world.roots();
    expect(root?.nextFlip).toBe(START + 90 * DAY);
    expect(root?.effects).toEqual([
      { number: 1, kind: 'entered', segment: 'recent-buyers', entry: 1, at: START + DAY, backfill: true },
    ]);
  });

  it('notes what the platform says about a profile without feeding it to the rules', async () => {
    const anything = { id: 'active', where: { event: '*', within: '1d', count: { atLeast: 2 } } };
    const world = new ProfileWorld({ segments: [anything] });
    await world.post(world.event({ userId: 'anna', event: 'Page Viewed' }));
    const [root] = world.roots();
    const platform = { source: { id: 'platform', kind: 'platform' as const }, profileId: root?.id ?? '' };

    await world.post(world.event({ ...platform, event: 'Email Opened' }));

    const [after] = world.roots();
    expect(after?.memberships.get('active')).toBeUndefined();
    expect(await world.stores.load(after?.heads ?? [])).toHaveLength(2);
  });
});
