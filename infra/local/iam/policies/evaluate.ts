import type { Context } from './condition.ts';
import type { Matcher } from './matcher.ts';
import type { Statement } from './policy.ts';

/** One thing that a call needs to be allowed. */
export type Need = {
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
  /** The role that must be allowed; the caller's when not given. */
  readonly roleArn?: string;
};

export type Outcome = 'allowed' | 'explicitly denied' | 'implicitly denied';

/** Decides as IAM does within one account: what a statement denies is denied, else what one allows is allowed. */
export function evaluate(statements: readonly Statement[], need: Need): Outcome {
  const applying = statements.filter((statement) => applies(statement, need));
  if (applying.some(({ effect }) => effect === 'Deny')) return 'explicitly denied';
  return applying.length > 0 ? 'allowed' : 'implicitly denied';
}

export function applies(statement: Statement, { action, resource, context = {} }: Need): boolean {
  return (
    matchesAny(statement.actions, action) &&
    matchesAny(statement.resources, resource) &&
    statement.conditions.every((holds) => holds(context))
  );
}

function matchesAny(matchers: readonly Matcher[], value: string): boolean {
  return matchers.some((matcher) => matcher.matches(value));
}
