import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const shop = new URL('../../../examples/shop/', import.meta.url).pathname;
const definitionsIn = (folder: string, isWanted: (name: string) => boolean = () => true): object[] =>
  readdirSync(join(shop, folder))
    .filter((file) => isWanted(basename(file, '.json')))
    .map((file) => JSON.parse(readFileSync(join(shop, folder, file), 'utf8')));

// what the figures were first measured with: the library beside them would change what they mean
const MEASURED = [
  'abandoned-cart',
  'active-cart',
  'big-spenders',
  'coffee-lovers',
  'first-time-buyers',
  'krakow',
  'lapsing-buyers',
  'new-visitors',
  'newsletter-subscribers',
  'recent-buyers',
  'window-shoppers',
];

export const shopDefinitions = {
  segments: definitionsIn('segments', (name) => MEASURED.includes(name)),
  computed: definitionsIn('computed'),
};

const categories = ['Coffee', 'Tea', 'Mugs', 'Grinders', 'Filters'];
const KINDS = 20;

/** One of a person's events in a shop: of 20, 14 are pages and products, five fill the cart, one is an order. */
export function shopEvent(userId: string, number: number) {
  const kind = number % KINDS;
  const name = kind === 0 ? 'Order Completed' : kind % 4 === 1 ? 'Product Added' : 'Product Viewed';
  return {
    ...{ userId, event: kind % 4 === 2 ? 'Page Viewed' : name },
    properties: {
      ...{ product_id: `p-${number % 50}`, category: categories[number % categories.length] },
      ...{ total: 20 + (number % 50), price: 5 + (number % 50) },
    },
  };
}
