import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { StreamEvent } from '../../../events/stream-event.ts';
import type { identitySchema } from '../../../shared/identity/protection/definition.ts';
import { HOUR, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

type Case = {
  name: string;
  /** whether no limit is in play, so that the order of events must not show */
  anyOrder?: true;
  identity?: z.input<typeof identitySchema>;
  events: (Partial<StreamEvent> & { at?: number })[];
  people: string[][];
  refused?: [rule: string, identifier: string, by: string[]][];
};

const path = new URL('../../fixtures/identity/more-cases.json', import.meta.url);
const cases: Case[] = JSON.parse(readFileSync(path, 'utf8')).cases;
const segments = [{ id: 'viewers', where: { event: 'Viewed', within: '30d', count: { atLeast: 2 } } }];

function play({ identity = {}, events }: Case) {
  const world = new ProfileWorld({ rules: identity, segments });
  world.now = START + 30 * 24 * HOUR;
  const posted = events.map(({ at, ...event }, index) => world.event(event, START + (at ?? index) * HOUR));
  return { world, posted };
}

const inOrder = (people: readonly string[][]) =>
  people.map((ids) => [...ids].sort()).sort((a, b) => (a.join() < b.join() ? -1 : 1));

async function refusals(world: ProfileWorld) {
  const cold = await Promise.all(world.roots().map(({ id }) => world.cold(id)));
  const noted = cold.flatMap(({ mergeLog }) => mergeLog).filter(({ rule }) => rule !== 'merged');
  return noted.flatMap(({ rule, what, by }) => what.map((name) => [rule, name, by]));
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

describe.each(cases)('$name', (given) => {
  it.each(['one by one', 'in one batch', 'each twice'])('is the same people %s', async (how) => {
    const { world, posted } = play(given);
    const batches = how === 'in one batch' ? [posted] : posted.map((event) => [event]);

    for (const batch of batches) await world.post(...batch, ...(how === 'each twice' ? batch : []));

    expect(await world.people()).toEqual(inOrder(given.people));
    expect(await refusals(world)).toEqual(given.refused ?? []);
    const kept = await Promise.all(world.roots().map((root) => world.posted(root)));
    expect(kept.flat()).toHaveLength(given.events.length);
  });
});

describe.each(cases.filter(({ anyOrder }) => anyOrder))('$name, in every order', (given) => {
  it('gives the same sets, traits and counts', async () => {
    const { world, posted } = play(given);
    for (const event of posted) await world.post(event);
    const expected = await world.state();

    for (const order of permutations(posted)) {
      const { world: other } = play(given);
      for (const event of order) await other.post(event);
      expect(await other.state()).toEqual(expected);
    }
  });
});
