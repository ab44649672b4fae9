import { applies, type Need } from './evaluate.ts';
import type { Matcher } from './matcher.ts';
import type { Statement } from './policy.ts';

/** One action on one resource as the template grants it, and how many calls took it. */
export type GrantUse = { readonly action: string; readonly resource: string; readonly count: number };

type Grant = {
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

  /** Counts an allowed need for every grant that allows it. */
  use(need: Need): void {
    for (const grant of this.#grants) {
      const isNamed = grant.action.matches(need.action) && grant.resource.matches(need.resource);
      if (isNamed && applies(grant.statement, need)) grant.count += 1;
    }
  }

  uses(): readonly GrantUse[] {
    return this.#grants.map(({ action, resource, count }) => ({
      action: action.text,
      resource: resource.text,
      count,
    }));
  }
}
