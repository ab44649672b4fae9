import type { Definitions } from './shape.ts';

const wait = { id: 'hold', type: 'wait', for: '1h' };

const many = { count: 1_000 };

/** No limit is ever in play: who is who follows from the identifiers alone, whatever came first. */
export const unlimited = {
  id: 'workspace',
  identity: {
    limits: { user_id: many, anonymous_id: many },
    otherLimit: many,
    maxMerges: 1_000,
    maxIdentifiers: 10_000,
  },
};

export const segments = {
  buyers: { id: 'buyers', where: { event: 'Order Completed', sum: { of: 'total', atLeast: 100 } } },
  viewers: { id: 'viewers', where: { event: 'Product Viewed', count: { atLeast: 3 } } },
  golden: { id: 'golden', where: { trait: 'plan', equals: 'gold' } },
  pro: { id: 'pro', where: { group: 'plan', equals: 'pro' } },
  active: { id: 'active', where: { event: 'Product Viewed', within: '1h' } },
};

export const journeys = {
  welcome: { id: 'welcome', entry: { event: 'Signed Up', reentry: 'never' }, steps: [wait] },
  thanks: { id: 'thanks', entry: { segment: 'buyers', on: 'enter', reentry: 'never' }, steps: [wait] },
  cart: {
    id: 'cart',
    entry: { event: 'Product Added', reentry: 'always' },
    exit: [{ event: 'Order Completed' }],
    steps: [wait],
  },
  missed: { id: 'missed', entry: { segment: 'active', on: 'exit', reentry: 'never' }, steps: [wait] },
};

export const shop: Definitions = {
  workspace: [unlimited],
  segment: [segments.buyers, segments.viewers, segments.golden],
  journey: [journeys.welcome, journeys.thanks, journeys.cart],
};
