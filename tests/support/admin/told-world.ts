import { PLATFORM_SOURCE } from '../../../events/platform.ts';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { DAY, HOUR, ProfileWorld, START } from '../profiles/profile-world.ts';

/** The instant of a day, and an hour of it, of the story. */
export const iso = (day: number, hour = 0): string => new Date(START + day * DAY + hour * HOUR).toISOString();

const bounds = { recency: ['40d', '20d', '10d', '5d'], frequency: [1, 2, 3, 5], money: [50, 100, 150, 200] };
const welcome = {
  id: 'welcome',
  entry: { event: 'Signed Up', reentry: 'never' },
  steps: [{ id: 'pause', type: 'wait', for: '30d' }],
};
const definitions = {
  journeys: [welcome],
  computed: [{ id: 'largest', event: 'Order Completed', maximum: { of: 'total' } }],
  rfm: { id: 'rfm', bounds },
  lists: [{ id: 'vips', upload: 2, replacedAt: iso(3) }],
};

type Told = Partial<StreamEvent>;

const track = (messageId: string, event: string, properties = {}): Told => ({
  messageId,
  event,
  properties,
});
const order = (messageId: string, total: number) =>
  track(messageId, 'Order Completed', { total, products: [{ price: total - 10 }, { price: 10 }] });
const says = (messageId: string, plan: string): Told => ({ type: 'identify', messageId, traits: { plan } });
const joins = (messageId: string): Told => ({
  type: 'group',
  messageId,
  groupId: 'acme',
  traits: { tier: 'gold' },
});
const consents = (messageId: string, status: string) =>
  track(messageId, 'Consent Updated', { status, channels: ['email'], topics: ['offers'] });
const lists = (upload: number): Told => ({
  ...track(`list-${upload}`, 'List Uploaded', { list: 'vips', upload }),
  source: PLATFORM_SOURCE,
});
const clicks = {
  ...track('clicks', 'Email Link Clicked', {
    email_id: 'one',
    campaign_id: 'welcome',
    step: 'mail',
    template: 'mail',
    link_url: 'https://x.de',
  }),
  source: PLATFORM_SOURCE,
};
const ends = (entryId: string | undefined): Told => ({
  ...track('ends', 'Journey Ended', { journey: 'welcome', entryId, status: 'completed' }),
  source: PLATFORM_SOURCE,
});

/** What happens on which day, an hour after the other. */
const story: readonly (readonly [day: number, (entryId?: string) => readonly Told[]])[] = [
  [0, () => [says('says-free', 'free'), order('order-0', 60), joins('joins')]],
  [1, () => [joins('joins-again')]],
  [2, () => [track('signs-up', 'Signed Up')]],
  [4, () => [order('order-4', 40), consents('agrees', 'subscribed'), lists(1)]],
  [6, () => [says('says-pro', 'pro'), consents('refuses', 'unsubscribed')]],
  [7, (entryId) => [track('refund', 'Order Refunded', { total: 25.9 }), lists(2), clicks, ends(entryId)]],
];

/** Anna, of whom there is something to tell for every kind of condition; ten days of her are over. */
export async function toldWorld(segments: readonly object[]): Promise<ProfileWorld> {
  const world = new ProfileWorld({ ...definitions, segments });
  for (const [day, eventsOf] of story) {
    const [profile] = world.roots();
    const events = eventsOf(profile?.journeys.get('welcome')?.entryId);
    for (const [hour, event] of events.entries()) {
      world.now = Date.parse(iso(day, hour));
      const who = event.source === PLATFORM_SOURCE ? { profileId: profile?.id } : { userId: 'anna' };
      await world.post(world.event({ ...who, ...event }));
    }
  }
  world.now = Date.parse(iso(10));
  return world;
}
