import { applies, type Need } from './evaluate.ts';
import type { Matcher } from './matcher.ts';
import type { Statement } from './policy.ts';

/** One action on one resource as the template grants it, and how many calls took it. */
export type GrantUse = { readonly action: string; readonly resource: string; readonly count: number };

export type Grant = {
  readonly statement: Statement;
  readonly action: Matcher;
  readonly resource: Matcher;
  count: number;
};

/** Counts how often each grant of a role is used. */
export class Grants {
  readonly #grants: Grant[] = [];

  add(statements: readonly Statement[]): void {
    for (const statement of statements.filter(({ effect }) => effect === 'Allow')) {
      for (const action of statement.actions)
        for (const resource of statement.resources)
          this.#grants.push({ statement, action, resource, count: 0 });
    }
  }

  /** Every grant that allows it. */
  allowing(need: Need): readonly Grant[] {
    return this.#grants.filter(
      ({ action, resource, statement }) =>
        action.matches(need.action) && resource.matches(need.resource) && applies(statement, need),
    );
  }

  uses(): readonly GrantUse[] {
    return this.#grants.map(({ action, resource, count }) => ({
      action: action.text,
      resource: resource.text,
      count,
    }));
  }
}
