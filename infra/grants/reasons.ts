import type { FunctionDefinition } from '../function-definition.ts';
import { functions } from '../functions.ts';
import type { GrantUse } from './usage.ts';

export type Reasons = readonly {
  readonly owner: string;
  readonly action: string;
  readonly store: string;
  readonly reason: string;
}[];

/** Why grants stay that no scenario uses, as the list of functions says. */
export function listReasons(): Reasons {
  return Object.entries<FunctionDefinition>(functions).flatMap(([owner, { seldom = {} }]) =>
    Object.entries(seldom).map(([grant, reason]) => {
      const [action = '', store = ''] = grant.split(' ');
      return { owner, action, store, reason };
    }),
  );
}

/** The reason of one grant; a store's resource is named after it. */
export function findReason(reasons: Reasons, { owner, action, resource }: GrantUse): string | undefined {
  return reasons.find(
    (given) =>
      owner.endsWith(`-${given.owner}`) &&
      action === given.action &&
      resource.toLowerCase().includes(`-data${given.store.toLowerCase()}`),
  )?.reason;
}
