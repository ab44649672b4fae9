import { describe, expect, it } from 'vitest';
import { happeningsOf, stageWith } from './story-stage.ts';

const vip = {
  id: 'vip',
  where: { event: 'Order Completed', within: '90d', sum: { of: 'total', atLeast: 100 } },
};
const hello = {
  id: 'hello',
  channel: 'email',
  class: 'marketing',
  topic: 'offers',
  defaultLocale: 'en',
  locales: { en: { subject: 'Hello', html: '{{ unsubscribeUrl }}' } },
};
const journey = {
  id: 'welcome',
  entry: { segment: 'vip', on: 'enter', reentry: { after: '1d' } },
  exit: [{ event: 'Order Refunded' }],
  steps: [
    { id: 'hold', type: 'wait', for: '1h' },
    {
      id: 'again',
      type: 'branch',
      if: { event: 'Order Completed', count: { atLeast: 2 } },
      // biome-ignore lint/suspicious/noThenProperty: the word of the language
      then: 'done',
      else: 'mail',
    },
    { id: 'mail', type: 'send', channel: 'email', template: 'hello' },
    { id: 'done', type: 'exit' },
  ],
};
const stage = stageWith({ segment: [vip], template: [hello], journey: [journey] });

const order = (at: string, more: object = {}) => ({
  at,
  event: 'Order Completed',
  properties: { total: 100 },
  ...more,
});
const anna = { at: '0m', traits: { email: 'anna@shop.example' } };
const consent = {
  at: '0m',
  event: 'Consent Updated',
  properties: { status: 'subscribed', channels: ['email'], topics: ['offers'] },
};

describe('playing a story', () => {
  it('flips segments at their own instants, by events and by time alone', () => {
    expect(happeningsOf(stageWith({ segment: [vip] }), [order('5m')], '200d')).toEqual([
      'entered vip 5',
      `left vip ${5 + 90 * 1_440}`,
    ]);
  });

  it('puts people on a list, whose file says nothing of uploads', () => {
    const guests = { id: 'guests', where: { list: 'invited' } };
    const party = stageWith({ segment: [guests], list: [{ id: 'invited' }] });

    expect(happeningsOf(party, [anna, { at: '5m', list: 'invited' }], '1h')).toEqual(['entered guests 5']);
    expect(happeningsOf(party, [anna], '1h')).toEqual([]);
  });

  it('stops at the last instant that is mentioned', () => {
    expect(happeningsOf(stageWith({ segment: [vip] }), [order('0m')], '89d')).toEqual(['entered vip 0']);
  });

  it('takes events in the order they arrive, and counts them at the time they happened', () => {
    const given = [order('2d', { timestamp: '1d' }), { at: '0m', type: 'page' }];

    expect(happeningsOf(stageWith({ segment: [vip] }), given, '200d')).toEqual([
      `entered vip ${2 * 1_440}`,
      `left vip ${91 * 1_440}`,
    ]);
  });

  it('makes one person of two devices that sign in', () => {
    const half = { properties: { total: 50 } };
    const given = [
      order('0m', { ...half, anonymousId: 'phone' }),
      order('1m', { ...half, anonymousId: 'laptop' }),
      { at: '2m', traits: {}, userId: 'anna', anonymousId: 'phone' },
      { at: '3m', traits: {}, userId: 'anna', anonymousId: 'laptop' },
    ];

    expect(happeningsOf(stageWith({ segment: [vip] }), given, '1d')).toEqual(['entered vip 3']);
  });

  it('knows a repeated event by its messageId', () => {
    const half = { messageId: 'm-1', properties: { total: 50 } };

    expect(happeningsOf(stageWith({ segment: [vip] }), [order('0m', half), order('0m', half)], '1d')).toEqual(
      [],
    );
  });

  it('asks segments about the traits of a group as soon as they are known', () => {
    const pro = { id: 'pro', where: { group: 'plan', equals: 'pro' } };
    const given = [
      { at: '1m', type: 'group', groupId: 'acme', traits: { plan: 'pro' } },
      { at: '2m', type: 'group', groupId: 'acme', traits: { plan: 'free' } },
    ];

    expect(happeningsOf(stageWith({ segment: [pro] }), given, '1d')).toEqual(['entered pro 1', 'left pro 2']);
  });

  describe('with a journey', () => {
    it('waits, goes the way the condition says and sends', () => {
      expect(happeningsOf(stage, [anna, consent, order('0m')], '1d')).toEqual([
        'entered vip 0',
        'sent hello 60',
      ]);
      expect(happeningsOf(stage, [anna, consent, order('0m'), order('30m')], '1d')).toEqual([
        'entered vip 0',
      ]);
    });

    it('says why a message may not be sent', () => {
      expect(happeningsOf(stage, [order('0m')], '1d')).toContain('skipped hello 60 no-address');
      expect(happeningsOf(stage, [anna, order('0m')], '1d')).toContain('skipped hello 60 not-consented');
    });

    it('ends a run by its exit event', () => {
      const refund = { at: '59m', event: 'Order Refunded' };

      expect(happeningsOf(stage, [anna, consent, order('0m'), refund], '1d')).toEqual(['entered vip 0']);
    });

    it('lets nobody in again before the pause between entries is over', () => {
      const twice = [anna, consent, order('0m'), { at: '91d', traits: { x: 1 } }, order('92d')];
      const longer = {
        ...journey,
        entry: { ...journey.entry, reentry: { after: '1y' } },
        steps: [journey.steps[2]],
      };
      const patient = stageWith({ segment: [vip], template: [hello], journey: [longer] });
      const always = { ...longer, entry: { ...journey.entry, reentry: { after: '1d' } } };
      const eager = stageWith({ segment: [vip], template: [hello], journey: [always] });

      expect(happeningsOf(patient, twice, '93d').filter((text) => text.startsWith('sent'))).toHaveLength(1);
      expect(happeningsOf(eager, twice, '93d').filter((text) => text.startsWith('sent'))).toHaveLength(2);
    });
  });
});
