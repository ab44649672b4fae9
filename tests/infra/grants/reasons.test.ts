import { expect, it } from 'vitest';
import type { FunctionDefinition } from '../../../infra/function-definition.ts';
import { functions } from '../../../infra/functions.ts';

it('a reason belongs to a grant that the function has', () => {
  const baseless = Object.entries<FunctionDefinition>(functions).flatMap(
    ([name, { reads, writes, seldom = {} }]) => {
      const grants = [...Object.entries(reads), ...Object.entries(writes)];
      const granted = grants.flatMap(([store, actions]) =>
        [...actions].map((action) => `${action} ${store}`),
      );
      return Object.keys(seldom)
        .filter((grant) => !granted.includes(grant))
        .map((grant) => `${name}: ${grant}`);
    },
  );

  expect(baseless).toEqual([]);
});
