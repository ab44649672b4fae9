import fc from 'fast-check';
import type { NaiveRule } from '../../naive-evaluator.ts';
import type { NaiveComputedTrait, NaiveRfm } from '../standing/naive-worked-out.ts';
import type { NaiveWorkspace } from '../standing/naive-workspace.ts';
import { instants } from './histories.ts';

const event = 'Order Completed';
const computed: readonly NaiveComputedTrait[] = [
  { id: 'orders', event, count: true, within: '7d' },
  { id: 'spent', event, sum: { of: 'total' }, within: '1mo' },
  { id: 'spent-ever', event, sum: { of: 'total' } },
  { id: 'usual', event, average: { of: 'total' }, within: '2w' },
  { id: 'smallest', event, minimum: { of: 'total' }, within: '7d' },
  { id: 'largest', event, maximum: { of: 'total' }, within: '1mo' },
  { id: 'largest-ever', event, maximum: { of: 'product.price' } },
  { id: 'first-at', event, first: true },
  { id: 'first-lately', event: 'Product Viewed', first: { of: 'category' }, within: '2d' },
  { id: 'last-at', event: 'Product Viewed', last: true },
  { id: 'last-lately', event, last: { of: 'category' }, within: '7d' },
  {
    id: 'favourite',
    event: 'Product Viewed',
    mostFrequent: { of: 'category' },
    within: '1mo',
    where: [{ property: 'category', exists: true }],
  },
  { id: 'favourite-ever', event, mostFrequent: { of: 'total' } },
  { id: 'different', event, distinct: { of: 'category' }, within: '2w' },
  { id: 'different-ever', event: 'Product Viewed', distinct: { of: 'total' } },
];
export const computedIds = [...computed.map(({ id }) => id), 'gone'];

const lookers = {
  id: 'lookers',
  parameters: ['category', 'plans'],
  where: {
    any: [
      {
        event: 'Product Viewed',
        where: [{ property: 'category', equals: { parameter: 'category' } }],
        within: '2d',
      },
      { trait: 'plan', in: { parameter: 'plans' } },
    ],
  },
};
const handedOn = {
  id: 'handed-on',
  parameters: ['what'],
  where: {
    all: [
      { segment: 'lookers', with: { category: { parameter: 'what' }, plans: ['gold', 5] } },
      { not: { trait: 'age', equals: { parameter: 'what' } } },
    ],
  },
};
const contrary = { id: 'contrary', where: { not: { segment: 'other' } } };

const bounds: NaiveRfm['bounds'] = {
  recency: ['20d', '10d', '5d', '12h'],
  frequency: [1, 2, 3, 5],
  money: [0, 20, 100.5, 200],
};
const list = (id: string) => fc.record({ id: fc.constant(id), upload: fc.nat(4), replacedAt: instants });

/** What is defined beside a rule; other segments ask what the given conditions do. */
export function workspacesWith(others: fc.Arbitrary<NaiveRule>): fc.Arbitrary<NaiveWorkspace> {
  return fc.record({
    segments: others.map((where) => [lookers, { id: 'other', where }, handedOn, contrary]),
    lists: fc.tuple(list('vip'), list('staff')),
    computed: fc.constant(computed),
    rfm: fc.constantFrom(undefined, { bounds }, { bounds, within: '2w' }, { bounds, within: '1mo' }),
  });
}
