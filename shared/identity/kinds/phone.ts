const SEPARATORS = /[\s.()\-\u2010-\u2013\u00a0]/g;
const E164 = /^\+[1-9]\d{6,14}$/;
const TRUNK_PREFIX = /\(\s*0\s*\)/; // `+44 (0)20`: the zero is dialled at home only

/**
 * A number in the one form that identifies: E.164, without what separates its digits. Undefined without a country code: it could
 * be anybody's.
 */
export function normalizePhone(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const digits = value.replace(TRUNK_PREFIX, '').replace(SEPARATORS, '');
  return E164.test(digits) ? digits : undefined;
}
