import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainTraits } from '../../../shared/profiles/traits.ts';
import { ProfileWorld, START } from '../../support/profiles/profile-world.ts';

type CaseEvent = {
  type: 'identify' | 'page' | 'track';
  at: number;
  userId?: string | number;
  anonymousId?: string;
  traits?: Record<string, unknown>;
};
type Case = {
  n: number;
  name: string;
  events: CaseEvent[];
  cfg?: { limits: Record<string, { n: number }> };
  expectedProfiles: { ids: string[]; traits?: Record<string, unknown> }[];
  perEvent: { demoted: string[]; profile: string | null }[];
};

const path = new URL('../../fixtures/identity/cases.json', import.meta.url);
const cases: Case[] = JSON.parse(readFileSync(path, 'utf8')).cases;

function worldFor({ n, cfg }: Case): ProfileWorld {
  const ever = { per: 'ever' } as const;
  const limits = Object.fromEntries(
    Object.entries(cfg?.limits ?? {}).map(([type, { n }]) => [type, { count: n, ...ever }]),
  );
  // the seventh case was recorded with anonymous ids limited for ever
  const anonymous = n === 7 ? { count: 5, ...ever } : { count: 5, per: 'week' as const };
  return new ProfileWorld({
    rules: { limits: { user_id: { count: 1, ...ever }, anonymous_id: anonymous, ...limits } },
  });
}

describe.each(cases)('merge protection case $n: $name', (given) => {
  const events = (world: ProfileWorld) =>
    given.events.map(({ at, userId, ...event }) =>
      world.event(
        { ...event, ...(userId === undefined ? {} : { userId: String(userId) }) },
        START + at * 1_000,
      ),
    );

  it.each(['one by one', 'in one batch', 'each twice'])('joins the right identifiers, %s', async (how) => {
    const world = worldFor(given);
    const posted = events(world);

    if (how === 'in one batch') await world.post(...posted);
    else for (const event of posted) await world.post(...(how === 'each twice' ? [event, event] : [event]));

    expect(await world.people()).toEqual(given.expectedProfiles.map(({ ids }) => [...ids].sort()).sort());
    const unidentified = given.perEvent.filter(({ profile }) => profile === null).length;
    expect(world.failed.length).toBe(how === 'each twice' ? unidentified * 2 : unidentified);
  });

  it('keeps the traits each profile was given', async () => {
    const world = worldFor(given);

    for (const event of events(world)) await world.post(event);

    for (const { ids, traits } of given.expectedProfiles.filter((profile) => profile.traits)) {
      const owners = await Promise.all(world.roots().map(({ id }) => world.cold(id)));
      const owner = owners.find((cold) =>
        cold.identifiers.some(({ type, value }) => ids.includes(`${type}:${value}`)),
      );
      const email = String(plainTraits(owner?.traits ?? {}).email);
      expect({ email: email.trim().toLowerCase() }).toEqual(traits);
    }
  });
});
