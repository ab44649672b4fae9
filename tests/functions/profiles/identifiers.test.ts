import { describe, expect, it } from 'vitest';
import { identitySchema } from '../../../shared/identity/protection/definition.ts';
import { compileIdentityRules } from '../../../shared/identity/protection/rules.ts';
import { ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const phone = {
  anonymousId: 'a1',
  event: 'Viewed',
  context: { device: { id: 'd1', advertisingId: 'ad1', token: 't1', type: 'android' } },
};

/** Notes which keys are read from now on. */
function watchReads({ stores }: ProfileWorld) {
  const read: { nodes: string[][]; cold: string[][] } = { nodes: [], cold: [] };
  const { loadNodes, loadCold } = stores;
  stores.loadNodes = async (keys) => {
    read.nodes.push([...keys]);
    return loadNodes.call(stores, keys);
  };
  stores.loadCold = async (ids) => {
    read.cold.push([...ids]);
    return loadCold.call(stores, ids);
  };
  return read;
}

function limit(world: ProfileWorld, identity: object): void {
  world.live = { ...world.live, rules: compileIdentityRules(identitySchema.parse(identity)) };
}

describe('an event of a phone that says all it knows', () => {
  it('is one write and one read once the profile knows it', async () => {
    const world = new ProfileWorld();
    await world.post(world.event(phone));
    const read = watchReads(world);

    await world.post(world.event(phone));

    const [root] = world.roots();
    expect(read.cold).toEqual([]);
    expect(read.nodes.flat()).toEqual([root?.id]);
    expect(world.stores.saved.at(-1)).toMatchObject({ cold: undefined, pointers: [], absorbed: [] });
  });

  it('keeps the token among the devices that get messages', async () => {
    const world = new ProfileWorld();

    await world.post(world.event(phone));

    const [root] = world.roots();
    expect(Object.keys((await world.cold(root?.id ?? '')).devices)).toEqual(['t1']);
  });
});

describe('the merge log', () => {
  it('tells when profiles were merged, by which event and what it carried', async () => {
    const world = new ProfileWorld();
    await world.post(world.event({ userId: 'anna' }));
    await world.post(world.event({ anonymousId: 'phone' }));
    const absorbed = world.roots().find(({ isIdentified }) => !isIdentified);

    await world.post(world.event({ userId: 'anna', anonymousId: 'phone', messageId: 'sign-in' }, START + 1));

    const [root] = world.roots();
    expect((await world.cold(root?.id ?? '')).mergeLog).toEqual([
      {
        at: START + 1,
        messageId: 'sign-in',
        rule: 'merged',
        what: [absorbed?.id],
        by: ['user_id', 'anonymous_id'],
      },
    ]);
  });

  it('notes a hundred refused identifiers at most, beside all merges', async () => {
    const world = new ProfileWorld({ rules: { limits: { anonymous_id: { count: 1 } } } });

    for (let round = 0; round < 120; round += 1)
      await world.post(world.event({ userId: 'anna', anonymousId: `try-${round}` }));

    const [root] = world.roots();
    expect((await world.cold(root?.id ?? '')).mergeLog).toHaveLength(100);
  });

  it('is not written again when a refused identifier comes again', async () => {
    const world = new ProfileWorld();
    const onKiosk = (userId: string) => world.event({ userId, anonymousId: 'kiosk' });
    await world.post(onKiosk('anna'));
    await world.post(onKiosk('bert'));

    await world.post(onKiosk('bert'));

    expect(world.stores.saved.at(-1)?.cold).toBeUndefined();
  });
});

describe('a limit that is lowered', () => {
  it('takes nothing from a profile and lets no more of the type in', async () => {
    const world = new ProfileWorld({ rules: { limits: { user_id: { count: 2 } } } });
    const withEmail = (userId: string) =>
      world.event({ type: 'identify', userId, traits: { email: 'e@x.de' } });
    await world.post(withEmail('u1'));
    await world.post(withEmail('u2'));

    limit(world, {});
    await world.post(withEmail('u3'));
    await world.post(world.event({ userId: 'u2' }));

    expect(await world.people()).toEqual([['email:e@x.de', 'user_id:u1', 'user_id:u2'], ['user_id:u3']]);
  });

  it('does not keep identifiers of other types out', async () => {
    const world = new ProfileWorld({ rules: { limits: { user_id: { count: 2 } } } });
    await world.post(world.event({ type: 'identify', userId: 'u1', traits: { email: 'e@x.de' } }));
    await world.post(world.event({ type: 'identify', userId: 'u2', traits: { email: 'e@x.de' } }));
    await world.post(world.event({ anonymousId: 'a1' }));

    limit(world, {});
    await world.post(world.event({ userId: 'u1', anonymousId: 'a1' }));

    expect(await world.people()).toEqual([['anonymous_id:a1', 'email:e@x.de', 'user_id:u1', 'user_id:u2']]);
  });
});

describe('writers at the same time', () => {
  it('make one profile of a person nobody knew', async () => {
    const world = new ProfileWorld();
    const events = ['a1', 'a2', 'a3', 'a4', 'a5'].map((anonymousId) =>
      world.event({ userId: 'u1', anonymousId }),
    );

    await Promise.all(events.map((event) => world.post(event)));

    expect(await world.people()).toEqual([
      [
        'anonymous_id:a1',
        'anonymous_id:a2',
        'anonymous_id:a3',
        'anonymous_id:a4',
        'anonymous_id:a5',
        'user_id:u1',
      ],
    ]);
    const [root] = world.roots();
    expect(await world.stores.load(root?.heads ?? [])).toHaveLength(5);
  });

  it('make one profile of two that they join from both sides', async () => {
    const world = new ProfileWorld();
    await world.post(world.event({ anonymousId: 'a1' }), world.event({ anonymousId: 'a2' }));

    await Promise.all([
      world.post(world.event({ type: 'alias', anonymousId: 'a1', previousId: 'a2' })),
      world.post(world.event({ type: 'alias', anonymousId: 'a2', previousId: 'a1' })),
      world.post(world.event({ userId: 'u1', anonymousId: 'a2' })),
    ]);

    expect(await world.people()).toEqual([['anonymous_id:a1', 'anonymous_id:a2', 'user_id:u1']]);
    const [root] = world.roots();
    expect(await world.stores.load(root?.heads ?? [])).toHaveLength(5);
  });
});
