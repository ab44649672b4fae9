import { iso } from './told-world.ts';

const clicked = { journey: 'welcome', was: 'clicked', within: '1mo' };
const orders = { event: 'Order Completed' };

/** What is shown of each kind: beside its answer, the value, what is counted and the evidence, newest first. */
export type Shown = {
  holds: boolean;
  value?: unknown;
  counted?: readonly object[];
  evidence?: readonly (readonly [id: string, value: unknown])[];
};
type Row = readonly [string, object, { now: Shown; past: Shown }];

export const shownRows: readonly Row[] = [
  [
    'trait',
    { trait: 'plan', equals: 'pro' },
    {
      now: { holds: true, value: 'pro', evidence: [['says-pro', 'pro']] },
      past: { holds: false, value: 'free', evidence: [['says-free', 'free']] },
    },
  ],
  [
    'trait',
    { trait: 'lastSeen', withinLast: '2d' },
    {
      now: { holds: false, value: iso(7), evidence: [['refund', iso(7)]] },
      past: { holds: true, value: iso(4, 1), evidence: [['agrees', iso(4, 1)]] },
    },
  ],
  [
    'computed',
    { computed: 'largest', atLeast: 50 },
    {
      now: {
        holds: true,
        value: 60,
        evidence: [['order-0', 60]],
      },
      past: {
        holds: true,
        value: 60,
        evidence: [['order-0', 60]],
      },
    },
  ],
  [
    'group',
    { group: 'tier', equals: 'gold' },
    {
      now: {
        holds: true,
        value: ['gold'],
        evidence: [
          ['joins-again', 'acme'],
          ['joins', 'acme'],
        ],
      },
      past: {
        holds: true,
        value: ['gold'],
        evidence: [
          ['joins-again', 'acme'],
          ['joins', 'acme'],
        ],
      },
    },
  ],
  [
    'event',
    {
      ...orders,
      within: '7d',
      sum: { of: 'total', atLeast: 50 },
      minus: { event: 'Order Refunded', of: 'total' },
    },
    {
      now: {
        holds: false,
        value: 14.1,
        counted: [
          { event: 'Order Completed', count: 1, of: 'total', sum: 40 },
          { event: 'Order Refunded', count: 1, of: 'total', sum: 25.9 },
        ],
        evidence: [
          ['refund', 25.9],
          ['order-4', 40],
        ],
      },
      past: {
        holds: true,
        value: 100,
        counted: [
          { event: 'Order Completed', count: 2, of: 'total', sum: 100 },
          { event: 'Order Refunded', count: 0, of: 'total', sum: 0 },
        ],
        evidence: [
          ['order-4', 40],
          ['order-0', 60],
        ],
      },
    },
  ],
  [
    'event',
    { ...orders, average: { of: 'total', atLeast: 55 } },
    { now: { holds: false, value: 50 }, past: { holds: false, value: 50 } },
  ],
  [
    'event',
    { ...orders, within: '1mo', minimum: { of: 'total', atMost: 40 } },
    {
      now: {
        holds: true,
        value: 40,
        counted: [],
        evidence: [['order-4', 40]],
      },
      past: { holds: true, value: 40 },
    },
  ],
  [
    'event',
    { ...orders, distinct: { of: 'total', atLeast: 3 } },
    { now: { holds: false, value: 2 }, past: { holds: false, value: 2 } },
  ],
  [
    'event',
    { ...orders, last: { within: '5d' } },
    {
      now: { holds: false, value: iso(4), evidence: [['order-4', undefined]] },
      past: { holds: true, value: iso(4) },
    },
  ],
  ['event', { event: 'Cart Viewed', never: true }, { now: { holds: true, value: 0 }, past: { holds: true } }],
  [
    'event',
    { ...orders, each: 'products', sum: { of: 'price', atLeast: 100 } },
    {
      now: {
        holds: true,
        value: 100,
        evidence: [
          ['order-4', 40],
          ['order-0', 60],
        ],
      },
      past: { holds: true },
    },
  ],
  [
    'sequence',
    { sequence: [{ event: 'Signed Up' }, orders], within: '7d' },
    {
      now: { holds: false, evidence: [['order-4', undefined]] },
      past: {
        holds: true,
        evidence: [
          ['order-4', undefined],
          ['signs-up', undefined],
          ['order-0', undefined],
        ],
      },
    },
  ],
  [
    'ratio',
    { ratio: [{ ...orders, within: '7d' }, orders], atLeast: 0.9 },
    {
      now: {
        holds: false,
        value: 0.5,
        counted: [
          { event: 'Order Completed', count: 1 },
          { event: 'Order Completed', count: 2 },
        ],
        evidence: [
          ['order-4', undefined],
          ['order-0', undefined],
        ],
      },
      past: { holds: true, value: 1 },
    },
  ],
  [
    'rfm',
    { rfm: 'champions' },
    {
      now: {
        holds: false,
        value: {
          group: 'potential-loyalists',
          recency: { score: 4, days: 6, bounds: [40, 20, 10, 5] },
          frequency: { score: 2, purchases: 2, bounds: [1, 2, 3, 5] },
          money: { score: 2, amount: 100, bounds: [50, 100, 150, 200] },
        },
        evidence: [
          ['order-4', 40],
          ['order-0', 60],
        ],
      },
      past: { holds: false, value: { recency: { score: 5, days: 1 } } },
    },
  ],
  [
    'list',
    { list: 'vips' },
    {
      now: { holds: true, value: { upload: 2, inForce: 2 }, evidence: [['List Uploaded', 2]] },
      past: { holds: false, value: { upload: 1, inForce: 2 }, evidence: [['List Uploaded', 1]] },
    },
  ],
  [
    'consent',
    { consent: { channel: 'email', topic: 'offers' }, is: 'subscribed' },
    {
      now: { holds: false, value: 'unsubscribed', evidence: [['refuses', 'unsubscribed']] },
      past: { holds: true, value: 'subscribed', evidence: [['agrees', 'subscribed']] },
    },
  ],
  [
    'consent',
    { consent: { channel: 'sms' }, is: 'subscribed' },
    { now: { holds: false, evidence: [] }, past: { holds: false, evidence: [] } },
  ],
  [
    'journey',
    { journey: 'welcome', is: 'active' },
    {
      now: {
        holds: false,
        value: { state: 'completed', entered: iso(2), entries: 1 },
        evidence: [
          ['Journey Ended', 'completed'],
          ['Journey Started', 'started'],
        ],
      },
      past: {
        holds: true,
        value: { state: 'active', entered: iso(2), entries: 1 },
        evidence: [['Journey Started', 'started']],
      },
    },
  ],
  [
    'message',
    { message: clicked },
    {
      now: {
        holds: true,
        counted: [{ event: 'Email Link Clicked', count: 1 }],
        evidence: [['Email Link Clicked', 'one']],
      },
      past: { holds: false, counted: [{ count: 0 }], evidence: [] },
    },
  ],
];
