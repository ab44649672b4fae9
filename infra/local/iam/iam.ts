import { accountId } from '../runtime/template/scope.ts';
import { TemplateError } from '../runtime/template/unsupported.ts';
import { type Decision, Decisions } from './policies/decisions.ts';
import { evaluate, type Need, type Outcome } from './policies/evaluate.ts';
import { Grants, type GrantUse } from './policies/grants.ts';
import { parsePolicy, type Statement } from './policies/policy.ts';

/** Who asks: a role in someone's hands, or an AWS service on behalf of one of the account's resources. */
export type Principal =
  | { readonly roleArn: string; readonly session: string }
  | { readonly service: string; readonly sourceArn: string };

export type Denial = {
  readonly at: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
};

export type RoleUse = { readonly role: string; readonly calls: readonly GrantUse[] };

/** What the policies of the template allow, and what was asked of them. */
export type Iam = {
  createRole(name: string): void;
  /** Adds to what a role may do. */
  addPolicy(role: string, document: unknown, path: string): void;
  /** Adds to who may use a resource. */
  addResourcePolicy(resourceArn: string, document: unknown, path: string): void;
  /** The first of the needs that is not allowed, which is kept in the list of denials. */
  check(principal: Principal, needs: readonly Need[]): Denial | undefined;
  denials(): readonly Denial[];
  uses(): readonly RoleUse[];
};

type Role = { readonly statements: Statement[]; readonly grants: Grants };
type ResourcePolicy = { readonly resourceArn: string; readonly statements: readonly Statement[] };

// who is denied once is denied again and again
const keptDenials = 1_000;

export type DenialListener = (denial: Denial) => void;

/** `onDenial` hears of each kind of denial once. */
export function createIam(now: () => number, onDenial: DenialListener = () => undefined): Iam {
  const roles = new Map<string, Role>();
  const resourcePolicies: ResourcePolicy[] = [];
  const denials: Denial[] = [];
  const decisions = new Decisions();
  const roleOf = (principal: Principal): Role | undefined =>
    'roleArn' in principal ? roles.get(roleName(principal.roleArn)) : undefined;
  const decide = (principal: Principal, asked: Need): Decision => {
    const need = { ...asked, context: { ...contextOf(principal), ...asked.context } };
    const role = roleOf(principal);
    const outcome = evaluate(
      [...(role?.statements ?? []), ...onResource(resourcePolicies, principal, need)],
      need,
    );
    return { outcome, grants: role?.grants.allowing(need) ?? [] };
  };
  return {
    createRole: (name) => void roles.set(name, { statements: [], grants: new Grants() }),
    addPolicy(name, document, path) {
      decisions.forget();
      const role = roles.get(name);
      if (role === undefined) throw new TemplateError(`unknown role "${name}"`, path);
      const statements = parsePolicy(document, path);
      role.statements.push(...statements);
      role.grants.add(statements);
    },
    addResourcePolicy(resourceArn, document, path) {
      decisions.forget();
      resourcePolicies.push({ resourceArn, statements: parsePolicy(document, path) });
    },
    check(caller, needs) {
      for (const need of needs) {
        const principal = need.roleArn === undefined ? caller : { roleArn: need.roleArn, session: 'states' };
        const { outcome, grants } = decisions.of([principal, need], () => decide(principal, need));
        if (outcome === 'allowed') {
          for (const grant of grants) grant.count += 1;
          continue;
        }
        const denial = { ...denialOf(principal, need, outcome), at: new Date(now()).toISOString() };
        if (!denials.some(({ message }) => message === denial.message)) onDenial(denial);
        denials.push(denial);
        denials.splice(0, denials.length - keptDenials);
        return denial;
      }
      return undefined;
    },
    denials: () => [...denials],
    uses: () => [...roles].map(([role, { grants }]) => ({ role, calls: grants.uses() })),
  };
}

function onResource(
  policies: readonly ResourcePolicy[],
  principal: Principal,
  { resource }: Need,
): Statement[] {
  const name = principalName(principal);
  return policies
    .filter(({ resourceArn }) => resource === resourceArn || resource.startsWith(`${resourceArn}/`))
    .flatMap(({ statements }) => statements)
    .filter(({ principals }) => principals.some((matcher) => matcher.matches(name)));
}

function denialOf(principal: Principal, need: Need, outcome: Outcome): Omit<Denial, 'at'> {
  const { action, resource } = need;
  const kind = 'roleArn' in principal ? 'identity-based' : 'resource-based';
  const reason =
    outcome === 'explicitly denied'
      ? `with an explicit deny in ${'roleArn' in principal ? 'an' : 'a'} ${kind} policy`
      : `because no ${kind} policy allows the ${action} action`;
  const name = sessionName(principal);
  const message = `User: ${name} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  return { principal: name, action, resource, message };
}

function principalName(principal: Principal): string {
  return 'roleArn' in principal ? principal.roleArn : principal.service;
}

function sessionName(principal: Principal): string {
  if ('service' in principal) return principal.service;
  return `arn:aws:sts::${accountId}:assumed-role/${roleName(principal.roleArn)}/${principal.session}`;
}

function contextOf(principal: Principal): Record<string, string> {
  // in AWS every call comes over TLS
  const everyCall = { 'aws:securetransport': 'true' };
  if ('roleArn' in principal) return { ...everyCall, 'aws:principalarn': principal.roleArn };
  return { ...everyCall, 'aws:sourcearn': principal.sourceArn, 'aws:sourceaccount': accountId };
}

function roleName(roleArn: string): string {
  return roleArn.split('/').at(-1) ?? roleArn;
}
