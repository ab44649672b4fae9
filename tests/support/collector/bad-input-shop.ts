import type { StreamEvent } from '../../../events/stream-event.ts';
import { scanTable } from '../../../infra/local/demo/scan-table.ts';
import { HOUR, RunningCloud } from '../cloud/running-cloud.ts';
import { type Answer, BROWSER_KEY, type Call, SERVER_KEY } from './collector.ts';
import { postRaw } from './post-raw.ts';
import { OFF_KEY, RATED_KEY, REVOKED_KEY } from './rows/keys.ts';

/** A shop with every kind of source; its clock stands, so that each post is received at an instant of its own. */
export async function startBadInputShop(): Promise<RunningCloud> {
  const shop = await RunningCloud.start([
    { id: 'repeated', where: { event: 'Order Completed', count: { atLeast: 2 } } },
    { id: 'paying', where: { event: 'Order Completed', sum: { of: 'total', atLeast: 1 } } },
  ]);
  const expires = new Date(shop.now() - HOUR).toISOString();
  const serverKeys = [{ key: SERVER_KEY }, { key: REVOKED_KEY, expires }];
  const sources = {
    'shop-server': { kind: 'server', writeKeys: serverKeys },
    'shop-browser': { kind: 'browser', writeKeys: [{ key: BROWSER_KEY }] },
    'shop-off': { kind: 'server', enabled: false, writeKeys: [{ key: OFF_KEY }] },
    'shop-rated': { kind: 'server', rate: 1, writeKeys: [{ key: RATED_KEY }] },
  };
  for (const [id, source] of Object.entries(sources)) await shop.publish(id, source, 'sources');
  await shop.publish('workspace', { protectedTraits: ['plan'] }, '.');
  shop.cloud.clock.freeze();
  return shop;
}

/** Posts the calls at once, a millisecond after what was posted before. */
export async function postAtOnce(
  { cloud }: RunningCloud,
  ...calls: readonly Call[]
): Promise<readonly Answer[]> {
  await cloud.clock.advanceTo(cloud.clock.now() + 1, { between: async () => undefined });
  return Promise.all(calls.map((call) => postRaw(cloud.publicUrl, call)));
}

/** Where the events that were received at one instant are: in timelines, or in FailedEvents by their codes. */
export type Kept = { readonly events: readonly StreamEvent[]; readonly failed: readonly string[] };

/** Everything that is kept of what sources posted, by the instant it was received at. */
export async function keptInput(shop: RunningCloud): Promise<(receivedAt: number) => Kept> {
  const timelines = [...(await shop.timelines()).values()].flat();
  const told = timelines.filter(({ source }) => source.kind !== 'platform');
  // a write that lost against another leaves its chunk behind, which nothing points to
  const events = [...new Map(told.map((event) => [contentOf(event), event])).values()];
  const failed: { code: string; receivedAt: string }[] = [];
  for await (const { code, receivedAt } of scanTable(shop.cloud.awsUrl, 'FailedEvents'))
    failed.push({ code: code?.S ?? '', receivedAt: receivedAt?.S ?? '' });
  return (instant) => {
    const receivedAt = new Date(instant).toISOString();
    return {
      events: events.filter((event) => event.receivedAt === receivedAt),
      failed: failed
        .filter((one) => one.receivedAt === receivedAt)
        .map(({ code }) => code)
        .sort(),
    };
  };
}

const contentOf = ({ source, messageId, userId, anonymousId }: StreamEvent): string =>
  JSON.stringify([source.id, messageId, userId, anonymousId]);
