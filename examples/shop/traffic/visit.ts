import { type Product, products } from './catalogue.ts';
import type { ShopEvent, ShopEventContent } from './shop-event.ts';
import type { Shopper } from './shopper.ts';

/** What a shopper has done so far; a visit changes it. */
export type ShopperState = {
  readonly signedInOn: Set<string>;
  readonly cart: Product[];
  isCustomer: boolean;
  isSubscribed: boolean;
  orders: number;
  calls: number;
};

export const newShopperState = (): ShopperState => ({
  signedInOn: new Set(),
  cart: [],
  isCustomer: false,
  isSubscribed: false,
  orders: 0,
  calls: 0,
});

const unsubscribes = 0.15;
const signsIn = 0.5;

/** One visit: browse, perhaps fill the cart, perhaps sign in and buy. */
export function visitShop(shopper: Shopper, state: ShopperState, startsAt: number): ShopEvent[] {
  const visit = new Visit(shopper, state, startsAt);
  if (state.isCustomer && shopper.random.chance(signsIn)) visit.signIn();
  visit.browse();
  if (state.isSubscribed && shopper.random.chance(unsubscribes)) visit.unsubscribe();
  else if (shopper.random.chance(shopper.habit.subscribes)) visit.subscribe();
  if (state.cart.length > 0 && shopper.random.chance(shopper.habit.buys)) visit.buy();
  return visit.events;
}

class Visit {
  readonly events: ShopEvent[] = [];
  readonly #shopper: Shopper;
  readonly #state: ShopperState;
  readonly #device: string;
  #at: number;

  constructor(shopper: Shopper, state: ShopperState, startsAt: number) {
    this.#shopper = shopper;
    this.#state = state;
    this.#at = startsAt;
    this.#device = shopper.random.pick(shopper.devices);
  }

  signIn(): void {
    if (!this.#state.isCustomer) this.#register();
    if (this.#state.signedInOn.has(this.#device)) return;
    this.#state.signedInOn.add(this.#device);
    this.#browser({ type: 'identify', traits: { email: this.#shopper.email } });
  }

  browse(): void {
    const { random, favourite, habit } = this.#shopper;
    this.#page('Home', '/');
    const looks = random.integer(1, 5);
    for (let look = 0; look < looks; look += 1) {
      const product = this.#choose(random.chance(0.6) ? favourite : undefined);
      this.#page(product.name, `/products/${product.product_id}`);
      this.#track('Product Viewed', { ...product });
      if (random.chance(habit.fillsCart / 2)) this.#addToCart(product);
    }
  }

  subscribe(): void {
    const { email, name: firstName } = this.#shopper;
    this.#browser({ type: 'identify', traits: { email, firstName, newsletter: true } });
    this.#state.isSubscribed = true;
    this.#consent({ status: 'subscribed', channels: ['email'], topics: ['offers'] });
  }

  unsubscribe(): void {
    this.#state.isSubscribed = false;
    this.#consent({ status: 'unsubscribed', channels: ['email'] });
  }

  buy(): void {
    this.signIn();
    const total = Math.round(this.#state.cart.reduce((sum, { price }) => sum + price, 0) * 100) / 100;
    this.#track('Checkout Started', { value: total, currency: 'EUR' });
    this.#state.orders += 1;
    const properties = {
      order_id: `${this.#shopper.userId}-${this.#state.orders}`,
      total,
      currency: 'EUR',
      products: this.#state.cart.splice(0).map((product) => ({ ...product, quantity: 1 })),
    };
    // the shop system knows the order and the customer, not the browser
    this.#server({ type: 'track', event: 'Order Completed', properties });
  }

  #register(): void {
    const { name, email, phone, city, pushToken } = this.#shopper;
    this.#state.isCustomer = true;
    const traits = { name, firstName: name, email, address: { city }, ...(phone ? { phone } : {}) };
    this.#server({ type: 'identify', traits });
    if (pushToken) this.#consent({ status: 'subscribed', channels: ['push'], topics: ['offers'] });
  }

  // the shop system keeps what people agreed to: a browser could sign up anybody
  #consent(properties: Readonly<Record<string, unknown>>): void {
    this.#server({ type: 'track', event: 'Consent Updated', properties });
  }

  #addToCart(product: Product): void {
    this.#state.cart.push(product);
    const inCart = this.#state.cart.map((item) => ({ ...item, quantity: 1 }));
    this.#track('Product Added', { ...product, quantity: 1, products: inCart });
  }

  #choose(category: Product['category'] | undefined): Product {
    const [first, ...others] = products.filter(
      (product) => category === undefined || product.category === category,
    );
    return this.#shopper.random.pick(first === undefined ? products : [first, ...others]);
  }

  #page(name: string, path: string): void {
    this.#browser({ type: 'page', name, properties: { path, title: name } });
  }

  #track(event: string, properties: Readonly<Record<string, unknown>>): void {
    this.#browser({ type: 'track', event, properties });
  }

  #browser(content: ShopEventContent): void {
    const isSignedIn = this.#state.signedInOn.has(this.#device);
    const user = isSignedIn ? { userId: this.#shopper.userId } : {};
    const who = { anonymousId: this.#device, ...user };
    this.#add({ ...content, ...this.#stamp('browser'), ...who, context: this.#context() });
  }

  #server(content: ShopEventContent): void {
    const { isCustomer } = this.#state;
    const who = isCustomer ? { userId: this.#shopper.userId } : { anonymousId: this.#device };
    this.#add({ ...content, ...this.#stamp('server'), ...who });
  }

  #context(): Readonly<Record<string, unknown>> {
    const { locale, devices, pushToken } = this.#shopper;
    const hasApp = pushToken !== undefined && this.#device === devices[0];
    return { locale, ...(hasApp ? { device: { type: 'android', token: pushToken } } : {}) };
  }

  #stamp<Via extends ShopEvent['via']>(via: Via) {
    this.#at += this.#shopper.random.integer(5, 120) * 1_000;
    this.#state.calls += 1;
    return { at: this.#at, via, messageId: `${this.#shopper.userId}-call-${this.#state.calls}` };
  }

  #add(event: ShopEvent): void {
    this.events.push(event);
  }
}
