import { describe, expect, it } from 'vitest';
import { readProfile } from '../../../functions/profiles/read-profile.ts';
import { ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const cart = {
  id: 'cart',
  entry: { event: 'Product Added' },
  steps: [{ id: 'hold', type: 'wait', for: '1h' }],
};

function dependenciesOf(world: ProfileWorld) {
  const { profiles, loadRules, identityKey } = world.dependencies();
  return { profiles, loadRules, loadIdentityKey: async () => identityKey };
}

describe('a profile as it is read', () => {
  it('tells what the person agreed to, and which journeys she is in', async () => {
    const world = new ProfileWorld({ journeys: [cart] });
    const properties = {
      channels: ['email'],
      topics: ['offers'],
      status: 'subscribed',
      text: 'Send me offers',
    };
    await world.post(
      world.event({ userId: 'anna', event: 'Consent Updated', properties }),
      world.event({ userId: 'anna', event: 'Product Added' }),
    );

    const view = await readProfile(
      dependenciesOf(world),
      { type: 'user_id', value: 'anna' },
      new Date(START),
    );

    const at = new Date(START).toISOString();
    expect(view?.consents).toEqual([
      { channel: 'email', topic: 'offers', status: 'subscribed', at, source: 'web', text: 'Send me offers' },
    ]);
    expect(view?.journeys).toMatchObject([{ id: 'cart', entries: 1, enteredAt: at, running: true }]);
  });

  it('is nobody when no profile has the identifier', async () => {
    const world = new ProfileWorld();

    const view = await readProfile(
      dependenciesOf(world),
      { type: 'email', value: 'a@x.de' },
      new Date(START),
    );

    expect(view).toBeUndefined();
  });
});
