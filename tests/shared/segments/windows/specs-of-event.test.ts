import { describe, expect, it } from 'vitest';
import { specsByEvent } from '../../../../shared/segments/windows/specs-of-event.ts';

const specs = [
  { key: 'orders', event: 'Order Completed' },
  { key: 'all', event: '*' },
  { key: 'views', event: 'Product Viewed' },
];

describe('what is kept of an event', () => {
  it.each([
    ['Order Completed', ['orders', 'all']],
    ['Product Viewed', ['all', 'views']],
    // nobody names it
    ['Signed In', ['all']],
    // not every name is an event's own: this one every object has
    ['constructor', ['all']],
  ])('finds what names %s and what names any event, in order', (name, keys) => {
    const found = specsByEvent()(specs, name);

    expect(found).toEqual(specs.filter(({ key }) => keys.includes(key)));
  });

  it('tells one list of what is kept from another', () => {
    const specsOf = specsByEvent();

    expect([specsOf(specs, 'Order Completed').length, specsOf([], 'Order Completed').length]).toEqual([2, 0]);
  });
});
