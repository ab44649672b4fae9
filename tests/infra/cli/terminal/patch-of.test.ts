import { describe, expect, it } from 'vitest';
import { patchOf } from '../../../../infra/cli/terminal/patch-of.ts';

describe('a patch of settings', () => {
  it.each([
    [['/type=track'], { type: 'track' }],
    [['/properties/total=9'], { properties: { total: 9 } }],
    [['/properties/total=9', '/properties/currency=EUR'], { properties: { total: 9, currency: 'EUR' } }],
    [['/properties/products/0/price=9'], { properties: { products: { 0: { price: 9 } } } }],
    [['/userId="42"'], { userId: '42' }],
    [['/context=null'], { context: null }],
    [['/traits={"plan":"gold"}'], { traits: { plan: 'gold' } }],
    [['/properties/query=a=b'], { properties: { query: 'a=b' } }],
    [['/userId='], { userId: '' }],
    // a name with a slash or a tilde, as JSON pointers write it
    [['/properties/a~1b~0c=1'], { properties: { 'a/b~c': 1 } }],
    // the last one counts
    [['/properties=1', '/properties/total=9'], { properties: { total: 9 } }],
  ])('reads %j', (settings, patch) => {
    expect(JSON.parse(JSON.stringify(patchOf(settings)))).toEqual(patch);
  });

  it('does not reach the prototype', () => {
    patchOf(['/__proto__/isAdmin=true']);

    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it.each([['type=track'], ['/type'], ['=1'], ['/=1'], ['']])('refuses %j and shows how', (setting) => {
    expect(() => patchOf([setting])).toThrow('--set /properties/total=9');
  });
});
