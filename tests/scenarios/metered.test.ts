import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idleWake } from '../../infra/local/billing/idle-usage.ts';
import { usedBetween } from '../../infra/local/billing/meter.ts';
import type { BillItem } from '../../infra/local/billing/price.ts';
import { addToCart, consent, identify, order, publishJourneys } from '../support/cloud/journey-fixtures.ts';
import { HOUR, MINUTE, RunningCloud } from '../support/cloud/running-cloud.ts';

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  await publishJourneys(shop);
  // no minute begins that would run the rule unasked
  shop.cloud.clock.freeze();
  await shop.cloud.drain();
});
afterAll(() => shop.stop());

/** What some calls used that is counted and not modelled, by service and unit; names of resources are shortened. */
async function counted(calls: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = shop.cloud.billing().items;
  await calls();
  const used = usedBetween(before, shop.cloud.billing().items).filter(({ modelled }) => !modelled);
  return Object.fromEntries(
    used.map(({ service, resource, unit, quantity }) => [
      [
        service,
        resource.replace(/^tributary-prod-(Data)?/, '').replace(/(Table)?[0-9A-F]{8}$/i, ''),
        unit,
      ].join(' '),
      quantity,
    ]),
  );
}

// kept by each function for some seconds, so that not every call reads them
const withoutDefinitions = ({ 'dynamodb Definitions read-units': _, ...used }: Record<string, number>) =>
  used;

describe('the bill', () => {
  it.each(['ana', 'ben'])('counts exactly what the order of a known person uses: %s', async (userId) => {
    await shop.send(identify({ userId }, userId), order({ userId }));
    await shop.cloud.advance(HOUR);

    const used = await counted(() => shop.send(order({ userId })));

    expect(withoutDefinitions(used)).toEqual({
      'execute-api http-api requests': 1,
      'kinesis EventStream put-payload-units': 1,
      'dynamodb Profiles read-units': 0.5,
      'dynamodb Profiles write-units': 1,
      'dynamodb Timeline write-units': 1,
      'lambda ingest-events requests': 1,
      'lambda update-profiles requests': 1,
      // it tells its metrics in a line
      'logs update-profiles log-bytes': 291,
      'firehose ArchiveDelivery ingested-bytes': 5_120,
      's3 archivebucket put-requests': 1,
      's3 archivebucket stored-bytes': expect.any(Number),
    });
  });

  it('counts three bytes of log for each event of a hundred in a batch', async () => {
    await shop.send(identify({ userId: 'dan' }, 'Dan'), order({ userId: 'dan' }));
    await shop.cloud.advance(HOUR);
    const orders = Array.from({ length: 100 }, () => order({ userId: 'dan' }));

    const used = await counted(() => shop.send(...orders));

    expect(used['lambda update-profiles requests']).toBe(1);
    const logged = Object.entries(used).filter(([name]) => name.startsWith('logs'));
    expect(logged).toEqual([['logs update-profiles log-bytes', 293]]);
  });

  it('counts the way back of an email: one message through a topic and a queue', async () => {
    await shop.send(identify({ userId: 'eve' }, 'Eve'), consent({ userId: 'eve' }));
    await shop.cloud.advance(HOUR);
    const sendId = shop.cloud.messages({ channel: 'email' }).at(-1)?.sendId ?? 'none';

    const used = await counted(async () => {
      shop.cloud.feedback({ sendId, type: 'Open' });
      await shop.cloud.drain();
    });

    expect(used).toMatchObject({
      'sns FeedbackTopic requests': 1,
      // SNS sends it, Lambda receives and deletes it
      'sqs FeedbackQueue requests': 3,
      'lambda record-feedback requests': 1,
    });
  });

  it('has three transitions and one email for a journey that waits and sends', async () => {
    await shop.send(identify({ userId: 'cat' }, 'Cat'), consent({ userId: 'cat' }));
    await shop.cloud.advance(HOUR);

    const used = await counted(async () => {
      await shop.send(addToCart({ userId: 'cat' }, 'Mug'));
      await shop.cloud.advance(2 * HOUR);
    });

    const transitions = Object.entries(used).filter(([name]) => name.startsWith('states'));
    expect(transitions).toEqual([[expect.stringContaining('abandoned-cart'), 3]]);
    expect(used['ses email messages']).toBe(1);
  });

  it('says over HTTP what everything cost, by service, and what of it is modelled', async () => {
    const answer = await fetch(`${shop.cloud.awsUrl}/_local/billing`);
    const { dollars, items } = (await answer.json()) as { dollars: number; items: BillItem[] }; // as billing() makes it

    expect(dollars).toBeGreaterThan(0);
    expect(items.filter(({ modelled }) => modelled).map(({ unit }) => unit)).toEqual(
      expect.arrayContaining(['milliseconds', 'gb-seconds']),
    );
    expect(new Set(items.filter(({ modelled }) => modelled).map(({ service }) => service))).toEqual(
      new Set(['lambda']),
    );
  });

  it('counts one object of the archive for all events of its quarter of an hour', async () => {
    const post = () => shop.post('/v1/batch', { batch: [order({ userId: 'fay' })] });

    const used = await counted(async () => {
      for (const _ of ['first', 'second', 'third']) {
        await post();
        await shop.cloud.advance(5 * MINUTE);
      }
    });

    expect(used['kinesis EventStream put-payload-units']).toBeGreaterThanOrEqual(3);
    expect(used['s3 archivebucket put-requests']).toBe(1);
  });

  it('knows what a minute in which nobody is due uses', async () => {
    const tick = () => shop.cloud.invoke('wake-profiles', { time: new Date(shop.now()).toISOString() });
    const before = shop.count('Query', 'Timers');

    const used = await counted(tick);

    expect(used['dynamodb Timers read-units']).toBe(idleWake.readUnits);
    expect(shop.count('Query', 'Timers') - before).toBe(idleWake.queries);
  });
});
