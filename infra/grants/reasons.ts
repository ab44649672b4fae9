import type { FunctionDefinition } from '../function-definition.ts';
import { functions } from '../functions.ts';
import type { GrantUse } from './usage.ts';

export type Reasons = readonly {
  /** the end of a function's name, or the beginning of a role's */
  readonly owner: string;
  readonly action: string;
  /** part of the resource, in small letters */
  readonly resource: string;
  readonly reason: string;
}[];

const inFailures = 'only what failed as a whole batch, or was too large for the table, is an object there';
const ofShards = 'the map of AWS looks after the executions of its shards; a map of the local cloud has none';

/** Of what is granted beside the stores of functions. */
const others: Reasons = [
  ...['s3:GetObject', 's3:DeleteObject'].map((action) => ({
    ...{ owner: 'forget-profile', action, resource: '-datafailedpayloads', reason: inFailures },
  })),
  ...['states:DescribeExecution', 'states:StopExecution'].map((action) => ({
    ...{ owner: 'tributary-prod-Backfills', action, resource: '_backfill', reason: ofShards },
  })),
];

/** Why grants stay that no scenario uses, as the list of functions says. */
export function listReasons(): Reasons {
  const ofFunctions = Object.entries<FunctionDefinition>(functions).flatMap(([owner, { seldom = {} }]) =>
    Object.entries(seldom).map(([grant, reason]) => {
      const [action = '', store = ''] = grant.split(' ');
      // a store's resource is named after it
      return { owner, action, resource: `-data${store.toLowerCase()}`, reason };
    }),
  );
  return [...ofFunctions, ...others];
}

export function findReason(reasons: Reasons, { owner, action, resource }: GrantUse): string | undefined {
  return reasons.find(
    (given) =>
      (owner.endsWith(`-${given.owner}`) || owner.startsWith(given.owner)) &&
      action === given.action &&
      resource.toLowerCase().includes(given.resource),
  )?.reason;
}
