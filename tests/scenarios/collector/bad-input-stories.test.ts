import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningCloud } from '../../support/cloud/running-cloud.ts';
import { single } from '../../support/collector/bad-input.ts';
import {
  type Kept,
  keptInput,
  postAtOnce,
  startBadInputShop,
} from '../../support/collector/bad-input-shop.ts';
import { contentStories } from '../../support/collector/rows/content-stories.ts';
import { identityStories } from '../../support/collector/rows/identity-stories.ts';
import { repeatStories } from '../../support/collector/rows/repeat-stories.ts';
import type { Person, Story } from '../../support/collector/rows/story.ts';

type Told = {
  readonly instants: readonly number[];
  readonly statuses: readonly number[];
  readonly nextAt: number;
};

let shop: RunningCloud;
let keptAt: (receivedAt: number) => Kept;
const told = new Map<Story, Told>();

beforeAll(async () => {
  shop = await startBadInputShop();
  for (const story of [identityStories, repeatStories, contentStories].flat())
    told.set(story, await tell(story));
  await shop.cloud.drain();
  keptAt = await keptInput(shop);
});
afterAll(() => shop.stop());

async function tell([, , requests, { people }]: Story): Promise<Told> {
  const instants: number[] = [];
  const statuses: number[] = [];
  for (const calls of requests) {
    const answers = await postAtOnce(shop, ...calls);
    instants.push(shop.now());
    statuses.push(...answers.map(({ status }) => status));
    // what comes later meets what came before, and not only in one batch of the stream
    await shop.cloud.drain();
  }
  await postAtOnce(shop, ...people.map(nextOf));
  return { instants, statuses, nextAt: shop.now() };
}

function nextOf({ query }: Person) {
  return single('/v1/page', Object.fromEntries(new URLSearchParams(query)));
}

async function personBy({ query, ...expected }: Person): Promise<Record<string, unknown>> {
  const view = await shop.profile(query);
  const seen = {
    ids: view?.identifiers.map(({ type, value }) => `${type}:${value}`).sort(),
    traits: view?.traits,
    segments: view?.segments.map(({ id }) => id),
    rules: [...new Set(view?.mergeLog.map(({ rule }) => rule))],
  };
  return Object.fromEntries(Object.entries(seen).filter(([name]) => Object.hasOwn(expected, name)));
}

describe.each([
  ['identities', identityStories],
  ['repeats', repeatStories],
  ['contents', contentStories],
])('bad %s of several events', (_section, stories) => {
  it.each(stories.map((story) => ({ number: story[0], reason: story[1], story })))(
    'row $number: $reason',
    async ({ story }) => {
      const [, , requests, { kept, failed = [], people, ...outcome }] = story;
      const { instants, statuses, nextAt } = told.get(story) ?? expect.fail('the story was not told');
      const all = instants.map(keptAt);

      expect(statuses).toEqual(outcome.statuses ?? requests.flat().map(() => 200));
      expect(all.flatMap(({ events }) => events)).toHaveLength(kept);
      expect(all.flatMap((one) => one.failed)).toEqual(failed);
      for (const { query, ...expected } of people)
        expect(await personBy({ query, ...expected })).toEqual(expected);
      expect(keptAt(nextAt).events).toHaveLength(people.length);
    },
  );
});
