import { describe, expect, it } from 'vitest';
import { conditionKey, entryConditions, journeyConditions } from '../../../shared/journeys/conditions.ts';
import { messageAt, referencesOf } from '../../../shared/journeys/references.ts';
import { journeyOf, parsed, readJourneyFixture, send } from './journey-cases.ts';

const welcome = parsed(readJourneyFixture('welcome'));
const cart = parsed(readJourneyFixture('abandoned-cart'));

describe('what a journey refers to', () => {
  it('is its segment and every template, with the channel it is sent on', () => {
    expect(referencesOf(welcome)).toEqual({
      mentions: [{ kind: 'segment', id: 'newcomers', pointer: '/entry/segment' }],
      templates: [
        { id: 'welcome-mail', channel: 'email', pointer: '/steps/0/template' },
        { id: 'first-steps', channel: 'email', pointer: '/steps/3/template' },
      ],
    });
    expect(referencesOf(cart)).toMatchObject({ mentions: [], templates: [{}, { channel: 'push' }] });
  });

  it.each([
    [{ event: 'Signed Up' }, []],
    [{ segment: 'vip', on: 'enter' }, [{ kind: 'segment', id: 'vip', pointer: '/entry/segment' }]],
  ])('is every segment whose members it keeps out, beside %j', (entry, also) => {
    const journey = parsed(journeyOf([send('a')], { entry: { ...entry, exclude: ['staff', 'guests'] } }));

    expect(referencesOf(journey).mentions).toEqual([
      ...also,
      { kind: 'segment', id: 'staff', pointer: '/entry/exclude/0' },
      { kind: 'segment', id: 'guests', pointer: '/entry/exclude/1' },
    ]);
  });

  it('is the segment its entry asks for, what the event will say left open', () => {
    const asked = { segment: 'fans', with: { brand: { property: 'product.brand' }, tier: 'gold' } };
    const journey = parsed(journeyOf([send('a')], { entry: { event: 'Promoted', in: asked } }));
    const values = { brand: { parameter: 'brand' }, tier: 'gold' };

    expect(referencesOf(journey).mentions).toEqual([
      { kind: 'segment', id: 'fans', pointer: '/entry/in/segment', values },
    ]);
    expect(entryConditions(journey)).toEqual([
      { key: 'tried/entry/in', condition: { segment: 'fans', with: values } },
    ]);
  });

  it.each([
    ['computed', { computed: 'total-spent', atLeast: 50 }, 'total-spent'],
    ['segment', { not: { segment: 'staff' } }, 'staff'],
  ])('is every %s that its branches ask for', (kind, asked, id) => {
    const steps = cart.steps.map((step) => ('if' in step ? { ...step, if: asked } : step));

    expect(referencesOf({ ...cart, steps }).mentions).toMatchObject([{ kind, id }]);
  });
});

describe('what a step says', () => {
  it('is a message, or nothing', () => {
    expect(messageAt(welcome, 'hello')).toEqual({
      channel: 'email',
      template: 'welcome-mail',
      topic: 'news',
      class: 'transactional',
    });
    expect(messageAt(cart, 'nudge')).toMatchObject({ channel: 'push', class: 'marketing' });
    expect(messageAt(welcome, 'settle')).toBeUndefined();
    expect(messageAt(welcome, 'toString')).toBeUndefined();
  });
});

describe('what a journey decides by', () => {
  it('is the condition of each branch', () => {
    expect(journeyConditions(cart)).toEqual([
      {
        key: 'abandoned-cart/value',
        condition: { event: 'Product Added', within: '24h', sum: { of: 'price', atLeast: 50 } },
      },
    ]);
    expect(conditionKey('abandoned-cart', 'value')).toBe('abandoned-cart/value');
  });
});
