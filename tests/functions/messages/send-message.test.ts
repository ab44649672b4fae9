import { describe, expect, it } from 'vitest';
import { suppressionKey } from '../../../shared/messaging/suppression.ts';
import { readUnsubscribeToken } from '../../../shared/messaging/unsubscribe-token.ts';
import { cartEmail, identityKey, SendWorld } from '../../support/messaging/send-world.ts';

const nameOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: Error) => error.name,
  );

describe('a message', () => {
  it('goes out once, however often its step is repeated', async () => {
    const world = new SendWorld();

    const results = [await world.send(), await world.send(), await world.send()];

    expect(results.map(({ state }) => state)).toEqual(['SENT', 'SENT', 'SENT']);
    expect(world.taken).toHaveLength(1);
    expect(world.entry).toMatchObject({ state: 'SENT', providerId: 'p1', channel: 'email', step: 'mail' });
  });

  it('holds the name, the cart and a way out that is theirs alone', async () => {
    const world = new SendWorld();

    await world.send();

    const [message] = world.taken;
    if (message?.channel !== 'email') throw new Error('no email');
    expect(message).toMatchObject({
      to: 'anna@shop.example',
      from: { email: 'hello@shop.example', name: 'The Shop' },
      subject: 'Your cart, Anna',
      html: `<p>Tea &amp; cake</p><a href="${message.unsubscribeUrl}">Stop</a>`,
      text: `Tea & cake\nStop (${message.unsubscribeUrl})`,
    });
    const token = message.unsubscribeUrl?.replace('https://api.example/u/', '') ?? '';
    expect(readUnsubscribeToken(identityKey, token)).toEqual({
      profileId: 'user_id:anna',
      channel: 'email',
      topic: 'offers',
      sendId: message.sendId,
    });
  });

  it('is in the language of the person', async () => {
    const world = new SendWorld();
    world.recipient = world.recipient && { ...world.recipient, locale: 'pl-PL' };

    await world.send();

    expect(world.taken).toMatchObject([{ subject: 'Twój koszyk, Anna' }]);
  });

  it('is another one in another step or iteration', async () => {
    const world = new SendWorld();

    await world.send();
    await world.send({ step: 'reminder' });
    await world.send({ iteration: 1 });

    expect(new Set(world.taken.map(({ sendId }) => sendId)).size).toBe(3);
  });

  it('is written under the profile that a merge made of theirs', async () => {
    const world = new SendWorld();
    world.recipient = world.recipient && { ...world.recipient, profileId: 'user_id:survivor' };

    await world.send();

    expect(world.entry?.profileId).toBe('user_id:survivor');
  });
});

describe('a message that may not go', () => {
  const email = (world: SendWorld, change: object) => {
    world.recipient = world.recipient && { ...world.recipient, ...change };
  };
  const consent = (status: 'subscribed' | 'unsubscribed') => ({
    consents: { 'email/*': { status, at: 2, message: 'm', source: 'web' } },
  });

  it.each<[string, (world: SendWorld) => void, object]>([
    [
      'the person is gone',
      (world) => {
        world.recipient = undefined;
      },
      { reason: 'forgotten' },
    ],
    [
      'they have no address',
      (world) => email(world, { traits: { firstName: 'Anna' } }),
      { reason: 'no-address' },
    ],
    [
      'the address is suppressed',
      (world) => {
        world.ledger.suppressed.add(suppressionKey(identityKey, 'email', 'anna@shop.example'));
      },
      { reason: 'suppressed' },
    ],
    ['they opted out', (world) => email(world, consent('unsubscribed')), { reason: 'unsubscribed' }],
    ['they never opted in', (world) => email(world, { consents: {} }), { reason: 'not-consented' }],
    [
      'a variable is missing',
      (world) => email(world, { traits: { email: 'anna@shop.example' } }),
      { reason: 'render-failed', detail: 'subject: profile.firstName' },
    ],
    [
      'what is filled in would break a header',
      (world) => email(world, { traits: { email: 'anna@shop.example', firstName: 'A\r\nBcc: x@y.example' } }),
      { reason: 'render-failed', detail: 'subject holds a control character' },
    ],
    [
      'its template is gone',
      (world) => {
        world.order = { ...world.order, template: undefined };
      },
      { reason: 'render-failed', detail: 'template cart-reminder is not live for email' },
    ],
  ])('is skipped when %s, and the run goes on', async (_, arrange, expected) => {
    const world = new SendWorld();
    arrange(world);

    const results = [await world.send(), await world.send()];

    expect(results.map(({ state }) => state)).toEqual(['SKIPPED', 'SKIPPED']);
    expect(world.taken).toEqual([]);
    expect(world.entry).toMatchObject({ state: 'SKIPPED', ...expected });
  });

  it('stays skipped when the reason is gone on a repeat', async () => {
    const world = new SendWorld();
    const { recipient } = world;
    email(world, { consents: {} });
    await world.send();
    world.recipient = recipient;

    await world.send();

    expect(world.taken).toEqual([]);
  });

  it('is skipped when a template hides the way out from some', async () => {
    const hidden = structuredClone(cartEmail);
    hidden.locales.en.html = '{% if profile.vip %}<a href="{{ unsubscribeUrl }}">Stop</a>{% endif %}Hi';
    const world = new SendWorld(hidden);

    await world.send();

    expect(world.entry).toMatchObject({ reason: 'render-failed', detail: 'html: unsubscribeUrl' });
  });

  it('is skipped when the run was cancelled, and the machine ends', async () => {
    const world = new SendWorld();
    await world.runs.end('e1', { status: 'exited', at: '2026-11-01T11:00:00.000Z' });

    expect(await nameOf(world.send())).toBe('RunCancelled');
    expect(await nameOf(world.send())).toBe('RunCancelled');

    expect(world.entry).toMatchObject({ state: 'SKIPPED', reason: 'journey-cancelled' });
    expect(world.taken).toEqual([]);
  });

  it('is not sent when the run is cancelled, or the address suppressed, just before the claim', async () => {
    const [cancelled, suppressed] = [new SendWorld(), new SendWorld()];
    const { order } = cancelled;
    // the order is read before the claim, so these come in between
    Object.defineProperty(cancelled, 'order', {
      get: () => {
        cancelled.runs.runs.delete('e1');
        return order;
      },
    });
    suppressed.ledger.suppressions.find = async (keys) => {
      for (const key of keys) suppressed.ledger.suppressed.add(key);
      return new Set();
    };

    expect(await nameOf(cancelled.send())).toBe('RunCancelled');
    expect(await suppressed.send()).toEqual({ state: 'SKIPPED', reason: 'suppressed' });

    expect(cancelled.entry).toMatchObject({ state: 'SKIPPED', reason: 'journey-cancelled' });
    expect([...cancelled.taken, ...suppressed.taken]).toEqual([]);
  });
});

describe('the end of the run', () => {
  it('comes with its last message', async () => {
    const world = new SendWorld();

    await world.send({ endsRun: true });

    expect(world.runs.runs.get('e1')?.status).toBe('completed');
  });

  it('comes with a last message that is skipped', async () => {
    const world = new SendWorld();
    world.recipient = undefined;

    await world.send({ endsRun: true });

    expect(world.runs.runs.get('e1')?.status).toBe('completed');
  });

  it('is made up for when it was lost after the message', async () => {
    const world = new SendWorld();
    world.faults.push('before-end');

    expect(await nameOf(world.send({ endsRun: true }))).toBe('RetryableError');
    expect(await nameOf(world.send({ endsRun: true }))).toBe('done');
    expect(await nameOf(world.send({ endsRun: true }))).toBe('done');

    expect(world.taken).toHaveLength(1);
    expect(world.runs.runs.get('e1')?.status).toBe('completed');
  });
});
