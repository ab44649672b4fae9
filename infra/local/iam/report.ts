import type { Functions } from '../runtime/lambda/functions.ts';
import type { Denial, Iam, RoleUse } from './iam.ts';
import type { GrantUse } from './policies/grants.ts';

export type IamReport = {
  /** Each grant of a function's role with how often it was used; 0 is a grant that nothing has used. */
  readonly functions: readonly {
    readonly function: string;
    readonly role: string;
    readonly calls: readonly GrantUse[];
  }[];
  /** The roles of no function, such as that of the state machines. */
  readonly roles: readonly RoleUse[];
  readonly denials: readonly Denial[];
};

/** Who was allowed what so far, and everything that was denied. */
export function reportIam({
  iam,
  functions,
}: {
  iam: Iam;
  functions: Pick<Functions, 'configs'>;
}): IamReport {
  const uses = new Map(iam.uses().map((use) => [use.role, use]));
  const used = functions.configs().map(({ name, roleArn }) => {
    const role = roleArn.split('/').at(-1) ?? roleArn;
    return { function: name, role, calls: uses.get(role)?.calls ?? [] };
  });
  const ofFunctions = new Set(used.map(({ role }) => role));
  const roles = [...uses.values()].filter(({ role }) => !ofFunctions.has(role));
  return { functions: used, roles, denials: iam.denials() };
}
