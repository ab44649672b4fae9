// without flags, which a JSON Schema has no place for
export const NUMERIC_TEXT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
export const LONGEST_NUMERIC = 40;

/** Sums are kept as whole numbers of 1/10,000, so that their order never changes them. */
export const UNITS = 10_000;

// a hundred of these still add up exactly; larger ones are no amounts
const LARGEST_AMOUNT = 1e10;

/** Numbers and numeric strings are numbers; anything else cannot be compared with one. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.length > LONGEST_NUMERIC) return undefined;
  const text = value.trim();
  return NUMERIC_TEXT.test(text) ? Number(text) : undefined;
}

/** An amount in 1/10,000; undefined for what is no amount. */
export function toUnits(value: unknown): number | undefined {
  const amount = toNumber(value);
  if (amount === undefined || Math.abs(amount) > LARGEST_AMOUNT) return undefined;
  // adding 0 turns -0 into 0
  return Math.round(amount * UNITS) + 0;
}
