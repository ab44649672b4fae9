import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../events/stream-event.ts';
import type { WireCall } from '../../infra/local/runtime/front/wire-call.ts';
import { addToCart, consent, identify, publishJourneys } from '../support/cloud/journey-fixtures.ts';
import { DAY, HOUR, MINUTE, RunningCloud } from '../support/cloud/running-cloud.ts';

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  await publishJourneys(shop);
});
afterAll(() => shop.stop());

/** A customer who has had the welcome. */
async function customer(userId: string): Promise<void> {
  await shop.send(consent({ userId }), identify({ userId }, userId));
  await shop.cloud.advance(10 * MINUTE);
}

/** The cart mail of a new customer, after its hour: its name in the ledger. */
async function cartMailTo(userId: string): Promise<string> {
  await customer(userId);
  return nextCartMailTo(userId);
}

async function nextCartMailTo(userId: string): Promise<string> {
  await shop.send(addToCart({ userId }, 'Cup'));
  await shop.cloud.advance(HOUR + MINUTE);
  const [latest] = await sendsTo(userId);
  return latest?.sendId ?? 'none';
}

// newest first
async function sendsTo(userId: string) {
  const profile = await shop.profile(`userId=${userId}`);
  return (await shop.ledger('abandoned-cart')).filter(({ profileId }) => profileId === profile?.profileId);
}
const stateTo = async (userId: string) => (await sendsTo(userId))[0]?.state;
/** What the timeline says of emails, oldest first. */
async function emailEvents(userId: string): Promise<StreamEvent[]> {
  const profile = await shop.profile(`userId=${userId}`);
  const events = await shop.timeline(profile?.profileId ?? 'none');
  return events.filter(({ event }) => event?.startsWith('Email '));
}
const told = async (userId: string) => (await emailEvents(userId)).map(({ event }) => event);

type Notification = { readonly type: string; readonly [detail: string]: string };

async function tell(sendId: string, ...notifications: readonly Notification[]): Promise<void> {
  for (const notification of notifications) {
    const response = await fetch(`${shop.cloud.awsUrl}/_local/feedback`, {
      method: 'POST',
      body: JSON.stringify({ sendId, ...notification }),
    });
    expect(response.status).toBe(200);
  }
  await shop.cloud.drain();
}

describe('what SES says of a message', () => {
  it('shows in the ledger: sent, then delivered', async () => {
    const sendId = await cartMailTo('dora');
    expect(await stateTo('dora')).toBe('SENT');

    await tell(sendId, { type: 'Delivery' });

    expect(await stateTo('dora')).toBe('DELIVERED');
  });

  it.each([
    { name: 'a hard bounce', said: { type: 'Bounce' }, state: 'BOUNCED', event: 'Email Bounced' },
    { name: 'a complaint', said: { type: 'Complaint' }, state: 'COMPLAINED', event: 'Email Marked as Spam' },
  ])(
    'as $name shows in the ledger and on the profile, and nothing goes to that address again',
    async ({ name, said, state, event }) => {
      const userId = name.replaceAll(' ', '-');
      const sendId = await cartMailTo(userId);

      await tell(sendId, { type: 'Delivery' }, said, said);
      expect(await stateTo(userId)).toBe(state);
      expect(await told(userId)).toEqual(['Email Delivered', event]);
      await shop.cloud.advance(8 * DAY);
      await nextCartMailTo(userId);

      expect(await sendsTo(userId)).toMatchObject([{ state: 'SKIPPED', reason: 'suppressed' }, { state }]);
    },
  );

  it('as a soft bounce shows in the ledger and suppresses nothing', async () => {
    const sendId = await cartMailTo('greta');

    await tell(sendId, { type: 'Bounce', bounceType: 'Transient', bounceSubType: 'MailboxFull' });
    expect(await stateTo('greta')).toBe('BOUNCED');
    await shop.cloud.advance(8 * DAY);
    await nextCartMailTo('greta');

    expect(await stateTo('greta')).toBe('SENT');
  });

  it('as an open or a click shows on the profile, and machines are told from people', async () => {
    const sendId = await cartMailTo('hanna');
    const machine = await cartMailTo('machine');

    await tell(sendId, { type: 'Open', userAgent: 'Thunderbird' });
    await tell(sendId, { type: 'Click', link: 'https://shop.example/cart' });
    await tell(machine, { type: 'Open', userAgent: 'Mozilla/5.0' });

    expect(await emailEvents('hanna')).toMatchObject([
      { event: 'Email Opened', properties: { email_id: sendId, machineOpen: false } },
      { event: 'Email Link Clicked', properties: { link_url: 'https://shop.example/cart' } },
    ]);
    expect(await emailEvents('machine')).toMatchObject([{ properties: { machineOpen: true } }]);
    expect(await stateTo('hanna')).toBe('SENT');
  });

  it('early, late or twice changes nothing that is further already', async () => {
    const sendId = await cartMailTo('ida');

    await tell(sendId, { type: 'Bounce' }, { type: 'Delivery' }, { type: 'Send' }, { type: 'Bounce' });

    expect(await stateTo('ida')).toBe('BOUNCED');
    expect((await told('ida')).sort()).toEqual(['Email Bounced', 'Email Delivered']);
    expect(await shop.failedCodes()).toEqual([]);
  });
});

describe('a message that was claimed when its sender was killed', () => {
  it.each(['SENT', 'DELIVERED'])('is %s when SES says so, and its run goes on', async (state) => {
    const userId = `claimed-${state.toLowerCase()}`;
    await customer(userId);
    let isSpent = false;
    shop.cloud.faults.inject(({ service }: WireCall) => {
      if (isSpent || service !== 'ses') return undefined;
      isSpent = true;
      return { kind: 'crashAfter' };
    });

    const sendId = await nextCartMailTo(userId);
    if (state === 'DELIVERED') await tell(sendId, { type: 'Delivery' });
    await shop.cloud.advance(HOUR);

    expect(isSpent).toBe(true);
    expect(await stateTo(userId)).toBe(state);
    expect(await shop.sent(`to=${userId}@shop.example`)).toHaveLength(2); // the welcome and the cart
    const profile = await shop.profile(`userId=${userId}`);
    const runs = await shop.runs('abandoned-cart');
    expect(runs.find(({ profileId }) => profileId === profile?.profileId)?.status).toBe('completed');
  });
});

describe('feedback on a message that the ledger does not know', () => {
  it('is kept in FailedEvents and is not tried again', async () => {
    const client = new SESClient({
      endpoint: shop.cloud.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    await client.send(
      new SendRawEmailCommand({
        Source: 'shop@shop.example',
        Destinations: ['stranger@shop.example'],
        RawMessage: { Data: Buffer.from('Subject: Hi\r\n\r\nHi') },
        ConfigurationSetName: 'tributary-prod',
        Tags: ['sendId', 'entryId'].map((Name) => ({ Name, Value: 'nobody' })),
      }),
    );
    client.destroy();
    await shop.cloud.drain();
    await shop.cloud.advance(HOUR);

    expect(await shop.failedCodes()).toEqual(['unknown_send']);
  });
});
