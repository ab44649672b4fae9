import { MINUTE, type RunningCloud } from '../cloud/running-cloud.ts';
import { type FinalState, readMemberships, readState } from './final-state.ts';
import { PatientClient } from './patient-client.ts';

export type Story = {
  readonly shop: RunningCloud;
  readonly client: PatientClient;
  /** Begins every id of the person, and nobody else's. */
  readonly person: string;
  readonly phone: string;
  readonly email: string;
};

/** A person nobody has heard of. */
export function newStory(shop: RunningCloud, number: number): Story {
  const person = `person-${number}`;
  const phone = `+4850${String(number).padStart(7, '0')}`;
  return { shop, client: new PatientClient(shop), person, phone, email: `${person}@shop.example` };
}

const track = (ids: object, event: string, properties = {}) => ({ type: 'track', ...ids, event, properties });
const permission = { channels: ['email'], topics: ['offers'] };

/**
 * One person's way through everything: two devices, bad events, a merge, segments entered and left, a journey that runs to its
 * end, one that is stopped and one that may not send. Answers what is left of it.
 */
export async function playStory(story: Story): Promise<FinalState> {
  const { shop, person } = story;
  const [phone, laptop] = [{ anonymousId: `${person}-phone` }, { anonymousId: `${person}-laptop` }];
  const user = { userId: `${person}-user` };
  const traits = { name: person, email: story.email, phone: story.phone };
  const allowed = { ...permission, channels: ['email', 'sms'], status: 'subscribed' };

  await post(story, 'look', track(phone, 'Product Viewed'), { type: 'page', name: 'Nobody' });
  await post(story, 'burst', track(phone, 'Product Viewed', { text: 'x'.repeat(310_000) }));
  await post(
    story,
    'name',
    { type: 'identify', ...laptop, traits },
    track(laptop, 'Consent Updated', allowed),
  );
  await post(story, 'sign-in', { type: 'identify', ...laptop, ...user });
  await post(story, 'merge', { type: 'identify', ...phone, ...user, traits: { plan: 'gold' } });
  await post(story, 'sign-up', track(user, 'Signed Up'), track(user, 'Product Added', { name: 'Cup' }));
  await post(story, 'order', track(user, 'Order Completed', { total: 20 }));
  const memberships = await readMemberships(story);
  await shop.cloud.advance(40 * MINUTE);
  await unsubscribe(story, user);
  await shop.cloud.advance(150 * MINUTE);
  return { ...(await readState(story)), memberships: [memberships, await readMemberships(story)] };
}

/** By the link in the first mail; who never got it says so elsewhere. */
async function unsubscribe(story: Story, user: object): Promise<void> {
  const { shop, client, email } = story;
  const [mail] = shop.cloud.messages({ to: email });
  const link = /\S+\/u\/\S+/.exec(mail?.text ?? '')?.[0];
  if (link === undefined) {
    return post(story, 'leave', track(user, 'Consent Updated', { ...permission, status: 'unsubscribed' }));
  }
  await client.call(link);
  await client.call(link, { method: 'POST', body: 'List-Unsubscribe=One-Click' });
  await shop.cloud.drain();
}

async function post(
  { shop, client, person }: Story,
  name: string,
  ...events: readonly object[]
): Promise<void> {
  const timestamp = new Date(shop.now()).toISOString();
  const batch = events.map((event, index) => ({
    messageId: `${person}-${name}-${index}`,
    timestamp,
    ...event,
  }));
  await client.post('/v1/batch', { batch });
  await shop.cloud.drain();
  await shop.cloud.advance(1_000);
}
