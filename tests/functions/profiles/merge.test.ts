import { describe, expect, it } from 'vitest';
import { ProfileWorld } from '../../support/profiles/profile-world.ts';

const golden = { id: 'golden', where: { trait: 'plan', equals: 'gold' } };

describe('a merge', () => {
  it('takes along the traits that segments ask for, whatever kind of event caused it', async () => {
    const world = new ProfileWorld({ segments: [golden] });
    await world.post(world.event({ type: 'identify', anonymousId: 'phone', traits: { plan: 'gold' } }));
    await world.post(world.event({ userId: 'anna' }));

    await world.post(world.event({ type: 'alias', userId: 'anna', previousId: 'phone' }));

    const [root, ...others] = world.roots();
    expect(others).toEqual([]);
    expect(root?.mentionedTraits).toEqual({ plan: 'gold' });
    expect(root?.memberships.get('golden')?.since).toBeDefined();
  });
});
