import { afterAll, describe, expect, it } from 'vitest';
import {
  addToCart,
  consent,
  identify,
  order,
  publishJourneys,
} from '../../support/cloud/journey-fixtures.ts';
import { HOUR, MINUTE, RunningCloud } from '../../support/cloud/running-cloud.ts';
import { shuffled } from '../../support/cloud/shuffled.ts';

const PEOPLE = 10;

// everyone fills a cart on the phone and signs in there and on a laptop; every second one buys afterwards
function historyOf(person: number, now: number): object[] {
  const at = (minute: number) => new Date(now - (30 - minute) * MINUTE).toISOString();
  const [phone, userId] = [`phone-${person}`, `user-${person}`];
  const events = [
    { ...addToCart({ anonymousId: phone }, 'Cup'), timestamp: at(1) },
    { ...consent({ userId }), timestamp: at(2) },
    { ...identify({ userId, anonymousId: phone }, `P${person}`), timestamp: at(3) },
    { ...identify({ userId, anonymousId: `laptop-${person}` }, `P${person}`), timestamp: at(4) },
    ...(person % 2 ? [{ ...order({ userId }), timestamp: at(5) }] : []),
  ];
  return events.map((event, index) => ({ ...event, messageId: `${person}-${index}` }));
}

const running: RunningCloud[] = [];
afterAll(() => Promise.all(running.map((cloud) => cloud.stop())));

async function mailsAfter(posts: (events: object[]) => object[]): Promise<string[]> {
  const shop = await RunningCloud.start();
  running.push(shop);
  await publishJourneys(shop);
  const events = Array.from({ length: PEOPLE }, (_, person) => historyOf(person, shop.now())).flat();
  const posted = posts(events);
  for (let start = 0; start < posted.length; start += 12)
    await shop.post('/v1/batch', { batch: posted.slice(start, start + 12) });
  await shop.cloud.drain();
  await shop.cloud.advance(3 * HOUR);
  return (await shop.sent()).map(({ to, subject }) => `${to}: ${subject}`).sort();
}

describe('the same stream', () => {
  it('posted twice, or in another order, sends the same messages: no second one, no lost one', async () => {
    const once = await mailsAfter((events) => events);

    expect(once).toHaveLength(PEOPLE + PEOPLE / 2);
    expect(await mailsAfter((events) => [...events, ...events])).toEqual(once);
    expect(await mailsAfter((events) => shuffled(events, 7))).toEqual(once);
  });
});
