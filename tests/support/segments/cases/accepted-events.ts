const order = { event: 'Order Completed' };
const filter = { property: 'category', equals: 'Roofs' };
const viewed = { event: 'Product Viewed', within: '90d' };

/** Every measure and form of conditions about events. */
export const acceptedEvents: readonly object[] = [
  { ...order, average: { of: 'total', atLeast: 50.5 } },
  { ...order, minimum: { of: 'total', between: [1, 2] } },
  { ...order, maximum: { of: 'total', exactly: 3 }, within: '1y' },
  { ...order, distinct: { of: 'coupon', atMost: 3 } },
  { ...order, first: { within: '24h' } },
  { ...order, last: { where: [filter], since: '2026-01-01' } },
  { ...order, each: 'products', where: [filter], sum: { of: 'price', atLeast: 5 }, currency: 'EUR' },
  {
    ...order,
    sum: { of: 'total', atLeast: 5 },
    minus: { event: 'Order Refunded', of: 'total', where: [filter] },
  },
  { ...order, since: '2026-01-01', until: '2026-06-30T12:00:00Z' },
  { ...order, between: ['2026-01-01', '2026-01-01'] },
  { event: '*', where: [filter], count: { atLeast: 2 } },
  {
    ratio: [
      { ...viewed, where: [filter] },
      { ...viewed, count: true },
    ],
    atLeast: 0.9,
  },
  {
    ratio: [
      { ...order, sum: { of: 'tax' } },
      { ...order, distinct: { of: 'total' } },
    ],
    between: [0.1, 0.2],
  },
  {
    sequence: [order, { ...order, where: [filter], within: '1h' }],
    without: { event: 'Cart Viewed' },
    within: '7d',
  },
  { sequence: [{ event: 'Cart Viewed' }], without: order },
];
