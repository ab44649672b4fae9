import { browserContext } from './browser-context.ts';

/** Who visits: a browser, and the person in it once that is known. */
export type Visitor = { readonly anonymousId: string; readonly userId?: string };

/** What a visitor does at one instant; `second` counts from the beginning of the visit. */
export type Step = { readonly second: number; readonly events: readonly object[] };

const chances = { looks: 0.55, adds: 0.2, buys: 0.25, signsIn: 0.15 };
const categories = ['Coffee', 'Tea', 'Mugs', 'Grinders', 'Filters'] as const;

/** One visit of a shop: pages, products, perhaps a cart, an order, a sign-in. Whoever signs in is known from then on. */
export function makeSession(visitor: Visitor, random: () => number): readonly Step[] {
  const steps: Step[] = [];
  const isLucky = (chance: number): boolean => random() < chance;
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  let who = visitor;
  let second = 0;
  const step = (...events: readonly object[]): void => {
    steps.push({ second, events: events.map((event) => ({ ...event, ...who, context: browserContext })) });
    second += between(3, 12);
  };
  let hasCart = false;
  step(pageView('Home'));
  for (let left = between(2, 10); left > 0; left -= 1) {
    if (!isLucky(chances.looks)) step(pageView('Products'));
    else {
      const product = productOf(between(0, 49));
      const views = [pageView('Product'), track('Product Viewed', product)];
      // the page tells by itself, what it shows when that has come
      if (isLucky(0.5)) step(...views);
      else for (const view of views) step(view);
      if (!isLucky(chances.adds)) continue;
      step(track('Product Added', product));
      hasCart = true;
    }
  }
  if (who.userId === undefined && isLucky(chances.signsIn)) {
    who = { ...who, userId: `user-of-${who.anonymousId}` };
    step(identify(who), track('Signed In', {}));
  }
  if (hasCart && isLucky(chances.buys))
    step(pageView('Checkout'), track('Order Completed', { total: between(10, 120) }));
  return steps;
}

/** What a known visitor told once, long ago. */
export const identify = ({ userId = '' }: Visitor): object => ({
  type: 'identify',
  traits: { email: `${userId}@shop.example`, name: userId, newsletter: userId.endsWith('0') },
});

const pageView = (name: string): object => ({ type: 'page', name, properties: { title: name } });
const track = (event: string, properties: object): object => ({ type: 'track', event, properties });

const productOf = (number: number): object => ({
  product_id: `p-${number}`,
  name: `Product ${number}`,
  price: 5 + number,
  currency: 'EUR',
  category: categories[number % categories.length],
});
