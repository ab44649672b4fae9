import { type Product, products } from './catalogue.ts';
import type { ShopEvent, ShopEventContent } from './shop-event.ts';
import type { Shopper } from './shopper.ts';

/** What a shopper has done so far; a visit changes it. */
export type ShopperState = {
  readonly signedInOn: Set<string>;
  readonly cart: Product[];
  isCustomer: boolean;
  orders: number;
  calls: number;
};

export const newShopperState = (): ShopperState => ({
  signedInOn: new Set(),
  cart: [],
  isCustomer: false,
  orders: 0,
  calls: 0,
});

/** One visit: browse, perhaps fill the cart, perhaps sign in and buy. */
export function visitShop(shopper: Shopper, state: ShopperState, startsAt: number): ShopEvent[] {
  const visit = new Visit(shopper, state, startsAt);
  visit.browse();
  if (shopper.random.chance(shopper.habit.subscribes)) visit.subscribe();
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
    this.#browser({ type: 'identify', traits: { email: this.#shopper.email, newsletter: true } });
  }

  buy(): void {
    this.#signIn();
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

  #signIn(): void {
    if (!this.#state.isCustomer) this.#register();
    if (this.#state.signedInOn.has(this.#device)) return;
    this.#state.signedInOn.add(this.#device);
    this.#browser({ type: 'identify', traits: { email: this.#shopper.email } });
  }

  #register(): void {
    const { name, email, city } = this.#shopper;
    this.#state.isCustomer = true;
    this.#server({ type: 'identify', traits: { name, email, address: { city } } });
  }

  #addToCart(product: Product): void {
    this.#state.cart.push(product);
    this.#track('Product Added', { ...product, quantity: 1 });
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
    this.#add({ ...content, ...this.#stamp('browser'), anonymousId: this.#device, ...user });
  }

  #server(content: ShopEventContent): void {
    this.#add({ ...content, ...this.#stamp('server'), userId: this.#shopper.userId });
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
