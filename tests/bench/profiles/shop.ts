import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const shop = new URL('../../../examples/shop/', import.meta.url).pathname;
const definitionsIn = (folder: string): object[] =>
  readdirSync(join(shop, folder)).map((file) => JSON.parse(readFileSync(join(shop, folder, file), 'utf8')));

export const shopDefinitions = { segments: definitionsIn('segments'), computed: definitionsIn('computed') };

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
