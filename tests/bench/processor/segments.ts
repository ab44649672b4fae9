type Where = Readonly<Record<string, unknown>>;
type Bounds = Readonly<Record<string, number | readonly number[]>>;

const ORDER = 'Order Completed';
const VIEW = 'Product Viewed';
const ADD = 'Product Added';
const CHECKOUT = 'Checkout Started';
const CART = 'Cart Viewed';
const PAGE = 'Page Viewed';
const SIGN_IN = 'Signed In';
const OPEN = 'Email Opened';
const SEARCH = 'Products Searched';
const COUPON = 'Coupon Applied';

export const eventNames: readonly string[] = [
  ...[ORDER, VIEW, ADD, CHECKOUT, CART, PAGE, SIGN_IN, OPEN, SEARCH, COUPON],
];

const all = (...parts: readonly Where[]): Where => ({ all: parts });
const any = (...parts: readonly Where[]): Where => ({ any: parts });
const not = (part: Where): Where => ({ not: part });
const is = (trait: string, equals: unknown): Where => ({ trait, equals });
const oneOf = (trait: string, ...values: readonly string[]): Where => ({ trait, in: values });
const has = (trait: string, ...values: readonly string[]): Where => ({ trait, hasAny: values });
const from = (trait: string, atLeast: number): Where => ({ trait, atLeast });
const below = (trait: string, lessThan: number): Where => ({ trait, lessThan });
const known = (trait: string): Where => ({ trait, exists: true });
const times = (event: string, within: string, count: Bounds): Where => ({ event, within, count });
const ever = (event: string, count: Bounds): Where => ({ event, count });
const never = (event: string, within: string): Where => ({ event, within, never: true });
const spent = (within: string, atLeast: number): Where => ({
  ...{ event: ORDER, within, sum: { of: 'total', atLeast } },
});

const agrees = is('emailConsent', true);
const isSuppressed = is('suppressed', true);
const since = (event: string, within: string): Where => times(event, within, { atLeast: 1 });

/** Fifty rules as shops write them, over ten events and twenty-some traits: what evaluation is measured with. */
const rules: readonly Where[] = [
  all(times(ORDER, '90d', { atLeast: 3 }), spent('90d', 300)),
  all(since(ADD, '1d'), never(ORDER, '1d'), agrees),
  all(since(CHECKOUT, '2d'), never(ORDER, '2d')),
  all(times(VIEW, '7d', { atLeast: 5 }), never(ADD, '7d')),
  all(never(ORDER, '60d'), ever(ORDER, { atLeast: 2 })),
  all(never(PAGE, '30d'), oneOf('plan', 'pro', 'plus')),
  all(is('country', 'US'), from('age', 18), below('age', 35)),
  all(oneOf('country', 'DE', 'FR', 'ES', 'IT', 'NL'), agrees),
  any(is('tier', 'gold'), is('tier', 'platinum'), from('lifetimeValue', 2_000)),
  all(from('lifetimeValue', 500), below('lifetimeValue', 2_000), since(ORDER, '90d')),
  all(ever(ORDER, { exactly: 0 }), times(PAGE, '30d', { atLeast: 3 })),
  all(ever(ORDER, { exactly: 1 }), since(ORDER, '30d')),
  times(ORDER, '365d', { between: [2, 4] }),
  all(times(OPEN, '30d', { atLeast: 4 }), agrees),
  all(never(OPEN, '90d'), agrees),
  all(has('tags', 'beta'), not(is('plan', 'free'))),
  all(is('smsConsent', true), known('phone')),
  all(not(known('phone')), agrees),
  all(times(COUPON, '90d', { atLeast: 2 }), times(ORDER, '90d', { atLeast: 2 })),
  all(times(SEARCH, '14d', { atLeast: 3 }), times(VIEW, '14d', { atLeast: 3 }), never(ORDER, '14d')),
  any(all(is('device', 'ios'), from('appVersion', 42)), all(is('device', 'android'), from('appVersion', 57))),
  all(is('vip', true), never(SIGN_IN, '14d')),
  all(is('newsletter', true), not(isSuppressed), since(OPEN, '60d')),
  all(not(isSuppressed), any(is('vip', true), is('highIntent', true), times(CART, '3d', { atLeast: 2 }))),
  all(is('birthMonth', 6), agrees, not(isSuppressed)),
  all(below('signupDays', 8), never(ORDER, '7d')),
  all(from('signupDays', 366), since(ORDER, '365d')),
  all(oneOf('store', 's1', 's5', 's9', 's12'), since(ORDER, '30d')),
  all(is('gender', 'f'), oneOf('favourite', 'shoes', 'bags', 'dresses')),
  all(is('favourite', 'electronics'), times(VIEW, '14d', { atLeast: 2 })),
  any(spent('30d', 250), spent('90d', 600), spent('365d', 1_500)),
  all(times(SIGN_IN, '7d', { atLeast: 4 }), is('plan', 'free')),
  all(times(PAGE, '1d', { atLeast: 10 }), never(ORDER, '1d')),
  all(oneOf('acquisition', 'ads', 'affiliate'), never(ORDER, '30d'), below('signupDays', 31)),
  all(is('locale', 'en-GB'), any(is('city', 'London'), is('city', 'Leeds'))),
  not(any(isSuppressed, is('internal', true), is('emailBounced', true))),
  all(from('returns', 3), times(ORDER, '180d', { atLeast: 3 })),
  all(below('nps', 7), since(ORDER, '45d')),
  all(from('nps', 9), is('reviews', 0), since(ORDER, '60d')),
  all(from('credit', 1), never(ORDER, '30d')),
  all(times(CART, '7d', { atLeast: 2 }), never(CHECKOUT, '7d')),
  all(times(VIEW, '30d', { atLeast: 20 }), any(is('plan', 'free'), not(known('plan')))),
  all(is('highIntent', true), since(OPEN, '7d'), never(ORDER, '7d')),
  all(not(is('country', 'US')), spent('180d', 100)),
  all(from('age', 55), has('tags', 'wholesale')),
  has('tags', 'influencer', 'press'),
  all(since(ORDER, '30d'), times(ORDER, '60d', { atLeast: 2 }), times(ORDER, '90d', { atLeast: 3 })),
  all(never(SIGN_IN, '90d'), never(OPEN, '90d'), never(PAGE, '90d')),
  all(agrees, from('points', 1_000), not(isSuppressed), never(ORDER, '21d')),
  all(oneOf('plan', 'pro', 'plus', 'team'), times(SIGN_IN, '30d', { atMost: 1 }), from('signupDays', 31)),
];

export const segments = rules.map((where, index) => ({
  id: `rule-${index + 1}`,
  name: `Rule ${index + 1}`,
  where,
}));
