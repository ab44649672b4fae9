export type Product = {
  readonly product_id: string;
  readonly name: string;
  readonly category: 'Coffee' | 'Tea' | 'Kitchen';
  readonly price: number;
};

export const products: readonly [Product, ...Product[]] = [
  { product_id: 'c-1', name: 'Espresso beans 1 kg', category: 'Coffee', price: 24.9 },
  { product_id: 'c-2', name: 'Filter roast 250 g', category: 'Coffee', price: 11.5 },
  { product_id: 'c-3', name: 'Hand grinder', category: 'Coffee', price: 89 },
  { product_id: 'c-4', name: 'Espresso machine', category: 'Coffee', price: 379 },
  { product_id: 't-1', name: 'Darjeeling 100 g', category: 'Tea', price: 9.8 },
  { product_id: 't-2', name: 'Cast iron pot', category: 'Tea', price: 64 },
  { product_id: 't-3', name: 'Matcha set', category: 'Tea', price: 42.5 },
  { product_id: 'k-1', name: 'Chef knife', category: 'Kitchen', price: 119 },
  { product_id: 'k-2', name: 'Cutting board', category: 'Kitchen', price: 35 },
  { product_id: 'k-3', name: 'Apron', category: 'Kitchen', price: 19.9 },
];
