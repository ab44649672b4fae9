import type { StreamEvent } from '../../../../events/stream-event.ts';
import { RunningCloud } from '../../cloud/running-cloud.ts';
import { type Front, startFront } from './front.ts';

/** A running cloud whose collector is reached through a front. */
export type ShopBehindFront = {
  readonly shop: RunningCloud;
  readonly front: Front;
  readonly keys: Readonly<Record<'browser' | 'server', string>>;
  /** What the timeline keeps of a user, oldest first, once everything is applied. */
  keptOf(userId: string): Promise<readonly StreamEvent[]>;
  stop(): Promise<void>;
};

export async function startShopBehindFront(): Promise<ShopBehindFront> {
  const shop = await RunningCloud.start();
  const front = await startFront(shop.cloud.publicUrl);
  const keyOf = (kind: string) => shop.sources.find((source) => source.kind === kind)?.writeKey ?? '';
  return {
    shop,
    front,
    keys: { browser: keyOf('browser'), server: keyOf('server') },
    async keptOf(userId) {
      await shop.cloud.drain();
      const profile = await shop.profile(`userId=${userId}`);
      return profile === undefined ? [] : shop.timeline(profile.profileId);
    },
    async stop() {
      await front.close();
      await shop.stop();
    },
  };
}
