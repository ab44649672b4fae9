import { describe, expect, it } from 'vitest';
import { conditionKey, journeyConditions } from '../../../shared/journeys/conditions.ts';
import { messageAt, referencesOf } from '../../../shared/journeys/references.ts';
import { parsed, readJourneyFixture } from './journey-cases.ts';

const welcome = parsed(readJourneyFixture('welcome'));
const cart = parsed(readJourneyFixture('abandoned-cart'));

describe('what a journey refers to', () => {
  it('is its segment and every template, with the channel it is sent on', () => {
    expect(referencesOf(welcome)).toEqual({
      segments: ['newcomers'],
      computed: [],
      templates: [
        { id: 'welcome-mail', channel: 'email', pointer: '/steps/0/template' },
        { id: 'first-steps', channel: 'email', pointer: '/steps/3/template' },
      ],
    });
    expect(referencesOf(cart)).toMatchObject({ segments: [], templates: [{}, { channel: 'push' }] });
  });

  it('is every computed trait its branches ask for', () => {
    const steps = cart.steps.map((step) =>
      'if' in step ? { ...step, if: { computed: 'total-spent', atLeast: 50 } } : step,
    );

    expect(referencesOf({ ...cart, steps }).computed).toMatchObject([{ id: 'total-spent' }]);
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
