import { describe, expect, it } from 'vitest';
import { calendarIn } from '../../../../shared/segments/values/calendar.ts';
import { compileSelector, type Selection } from '../../../../shared/segments/windows/selector.ts';

function selected(selection: Selection, properties: Record<string, unknown>): readonly unknown[] {
  const select = compileSelector(selection, calendarIn('UTC'));
  return select({ name: 'Order Completed', properties, at: 0 }).map((one) => one.properties);
}

describe('selector', () => {
  it.each([
    ['EUR', 1],
    ['eur', 1],
    ['PLN', 0],
    [undefined, 0],
    [['EUR'], 0],
    // nothing that is no text may be turned into one
    [{ toString: 'EUR' }, 0],
  ])('counts an order in %j %i times where euros are asked for', (currency, times) => {
    expect(selected({ currency: 'EUR' }, { currency })).toHaveLength(times);
  });

  it.each([
    [{ products: [{ sku: 'a' }, { sku: 'b' }] }, [{ sku: 'a' }, { sku: 'b' }]],
    [{ products: [7, null, ['a'], { sku: 'a' }] }, [{ sku: 'a' }]],
    [{ products: { sku: 'a' } }, []],
    [{ products: 'a' }, []],
    [{}, []],
  ])('finds in %j the lines %j', (properties, lines) => {
    expect(selected({ each: 'products' }, properties)).toEqual(lines);
  });

  it('finds lines deeper, and filters each by itself', () => {
    const where = [{ property: 'sku', equals: 'a' }];

    expect(
      selected({ each: 'cart.lines', where }, { sku: 'a', cart: { lines: [{ sku: 'a' }, {}] } }),
    ).toEqual([{ sku: 'a' }]);
  });
});
