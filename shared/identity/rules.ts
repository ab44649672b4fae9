/** How many identifiers of one type a profile may have: `ever`, or first seen within the last `week`. */
export type IdentifierLimit = { readonly count: number; readonly per: 'ever' | 'week' };

export type IdentityRules = {
  readonly limits: Readonly<Record<string, IdentifierLimit>>;
  readonly otherLimit: IdentifierLimit;
  /** the types named here outrank all others, which follow alphabetically */
  readonly priority: readonly string[];
  readonly maxMerges: number;
  readonly maxIdentifiers: number;
};

export const DEFAULT_IDENTITY_RULES: IdentityRules = {
  limits: { user_id: { count: 1, per: 'ever' }, anonymous_id: { count: 5, per: 'week' } },
  otherLimit: { count: 5, per: 'ever' },
  priority: ['user_id', 'email'],
  maxMerges: 100,
  maxIdentifiers: 1_000,
};

/** Sorts the most trusted type first; demotion drops from the end. */
export function compareTypes(rules: IdentityRules, a: string, b: string): number {
  const rankA = rank(rules, a);
  const rankB = rank(rules, b);
  if (rankA !== rankB) return rankA - rankB;
  return a < b ? -1 : a > b ? 1 : 0;
}

function rank(rules: IdentityRules, type: string): number {
  const position = rules.priority.indexOf(type);
  return position === -1 ? rules.priority.length : position;
}
