import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../../events/stream-event.ts';
import { DAY, ProfileWorld } from '../../../support/profiles/profile-world.ts';

const subscribed = {
  id: 'subscribed',
  where: { consent: { channel: 'email', topic: 'offers' }, is: 'subscribed' },
};
const refusing = { id: 'refusing', where: { consent: { channel: 'email' }, is: 'unsubscribed' } };
const wait = { id: 'hold', type: 'wait', for: '1h' };
const welcome = { id: 'welcome', entry: { event: 'Signed Up' }, exit: [{ event: 'Left' }], steps: [wait] };
const standing = (is: string) => ({ id: is, where: { journey: 'welcome', is } });
const standings = [standing('active'), standing('completed'), standing('never-entered')];

const consent = (status: string, topics: readonly string[]): Partial<StreamEvent> => ({
  userId: 'anna',
  event: 'Consent Updated',
  properties: { channels: ['email'], topics, status },
});

function segmentsOf(given: ProfileWorld): readonly string[] {
  const [root] = given.roots();
  return [...(root?.memberships ?? [])]
    .flatMap(([id, { since }]) => (since === undefined ? [] : [id]))
    .sort();
}

describe('segments by consent', () => {
  it('follow what was last said about the topic, or about all of its channel', async () => {
    const given = new ProfileWorld({ segments: [subscribed, refusing] });

    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));
    expect(segmentsOf(given)).toEqual([]);

    await given.post(given.event(consent('subscribed', ['offers'])));
    expect(segmentsOf(given)).toEqual(['subscribed']);

    given.now += 1;
    await given.post(given.event(consent('unsubscribed', [])));
    expect(segmentsOf(given)).toEqual(['refusing']);
  });

  it('know what was said before they were published, and keep nothing that none asks for', async () => {
    const given = new ProfileWorld();
    await given.post(given.event(consent('subscribed', ['offers', 'news'])));
    expect(given.roots()[0]?.mentionedConsents).toEqual({});

    given.publish([subscribed]);
    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));

    expect(segmentsOf(given)).toEqual(['subscribed']);
    expect(given.roots()[0]?.mentionedConsents).toEqual({ 'email/offers': 'subscribed' });
  });

  it('take along what a merged profile had said', async () => {
    const given = new ProfileWorld({ segments: [subscribed] });
    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));
    await given.post(
      given.event({ ...consent('subscribed', ['offers']), userId: undefined, anonymousId: 'phone' }),
    );

    await given.post(given.event({ type: 'identify', userId: 'anna', anonymousId: 'phone' }));

    expect(given.roots()).toHaveLength(1);
    expect(segmentsOf(given)).toEqual(['subscribed']);
  });
});

describe('segments by journey', () => {
  const ended = (given: ProfileWorld, status: string) => {
    const [root] = given.roots();
    const { entryId } = root?.journeys.get('welcome') ?? {};
    return given.event({
      source: { id: 'platform', kind: 'platform' },
      profileId: root?.id,
      event: 'Journey Ended',
      properties: { journey: 'welcome', entryId, status },
    });
  };

  it.each([
    ['completed', ['completed']],
    ['cancelled', []],
  ])('tell who never entered, is in it, and whose run was %s', async (status, after) => {
    const given = new ProfileWorld({ segments: standings, journeys: [welcome] });

    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));
    expect(segmentsOf(given)).toEqual(['never-entered']);

    await given.post(given.event({ userId: 'anna', event: 'Signed Up' }));
    expect(segmentsOf(given)).toEqual(['active']);

    await given.post(ended(given, status));
    expect(segmentsOf(given)).toEqual(after);

    given.now += 1;
    await given.post(given.event({ userId: 'anna', event: 'Signed Up' }));
    expect(segmentsOf(given)).toEqual(['active']);
  });

  it('do not take an exit for the end', async () => {
    const given = new ProfileWorld({ segments: standings, journeys: [welcome] });
    await given.post(given.event({ userId: 'anna', event: 'Signed Up' }));

    await given.post(given.event({ userId: 'anna', event: 'Left' }));

    expect(segmentsOf(given)).toEqual([]);
  });
});

describe('segments by message', () => {
  const clicked = {
    id: 'clicked',
    where: { message: { journey: 'welcome', step: 'mail', was: 'clicked', within: '7d' } },
  };
  const opened = { id: 'opened', where: { message: { journey: 'welcome', was: 'opened' } } };
  const anything = { id: 'anything', where: { event: '*', count: { atLeast: 2 } } };
  const told = (
    given: ProfileWorld,
    event: string,
    properties: object,
    kind: 'platform' | 'server' = 'platform',
  ) =>
    given.event({
      source: { id: kind, kind },
      ...(kind === 'platform' ? { profileId: given.roots()[0]?.id } : { userId: 'anna' }),
      event,
      properties: { campaign_id: 'welcome', step: 'mail', ...properties },
    });

  async function known(...segments: readonly object[]): Promise<ProfileWorld> {
    const given = new ProfileWorld({ segments });
    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));
    return given;
  }

  it('follow what became of it for as long as it counts', async () => {
    const given = await known(clicked, anything);

    await given.post(told(given, 'Email Link Clicked', { step: 'other' }));
    expect(segmentsOf(given)).toEqual([]);

    await given.post(told(given, 'Email Link Clicked', {}));
    expect(segmentsOf(given)).toEqual(['clicked']);
    expect(given.roots()[0]?.nextFlip).toBe(given.now + 7 * DAY);
  });

  it('take nobody at their word: only what the platform says counts', async () => {
    const given = await known(clicked);

    await given.post(told(given, 'Email Link Clicked', {}, 'server'));

    expect(segmentsOf(given)).toEqual([]);
  });

  it('know what happened before they were published, and that a machine reads nothing', async () => {
    const given = await known();
    await given.post(told(given, 'Email Opened', { machineOpen: true }));
    given.publish([opened]);
    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));
    expect(segmentsOf(given)).toEqual([]);

    given.publish([clicked]);
    await given.post(told(given, 'Email Opened', { machineOpen: false }));
    given.publish([{ ...opened, name: 'Opened, published anew' }]);
    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));

    expect(segmentsOf(given)).toEqual(['opened']);
  });
});
