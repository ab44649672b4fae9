import { RE2JS } from 're2js';
import type { IdentityDefinition } from './definition.ts';
import { type IdentifierLimit, windowMs } from './limit.ts';

/** A workspace's identity definition, ready to decide with. */
export type IdentityRules = {
  readonly maxMerges: number;
  readonly maxIdentifiers: number;
  limitOf(type: string): IdentifierLimit;
  isBlocked(value: string): boolean;
  /** sorts the most trusted type first; demotion drops from the end */
  compareTypes(a: string, b: string): number;
};

export function compileIdentityRules(definition: IdentityDefinition): IdentityRules {
  const { limits, otherLimit, priority, blocked, maxMerges, maxIdentifiers } = definition;
  const limitByType = new Map(Object.entries(limits).map(([type, limit]) => [type, compileLimit(limit)]));
  const limitOfOthers = compileLimit(otherLimit);
  const exact = new Set(blocked.filter((value) => typeof value === 'string'));
  const patterns = blocked
    .filter((value) => typeof value !== 'string')
    .map(({ pattern }) => RE2JS.compile(pattern));
  const rankOf = (type: string) => (priority.includes(type) ? priority.indexOf(type) : priority.length);
  return {
    maxMerges,
    maxIdentifiers,
    limitOf: (type) => limitByType.get(type) ?? limitOfOthers,
    isBlocked: (value) => exact.has(value) || patterns.some((pattern) => pattern.test(value)),
    compareTypes: (a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : Number(a > b)),
  };
}

function compileLimit({ count, per }: IdentityDefinition['otherLimit']): IdentifierLimit {
  return { count, withinMs: windowMs(per) };
}
