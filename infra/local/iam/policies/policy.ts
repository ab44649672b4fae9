import * as z from 'zod';
import { UnsupportedError } from '../../runtime/template/unsupported.ts';
import { type Condition, parseConditions } from './condition.ts';
import { type Matcher, noneOf, pattern } from './matcher.ts';

export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly Matcher[];
  readonly actions: readonly Matcher[];
  readonly resources: readonly Matcher[];
  readonly conditions: readonly Condition[];
};

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z
    .union([
      z.literal('*').transform(() => ['*']),
      z
        .strictObject({ AWS: texts.default([]), Service: texts.default([]) })
        .transform(({ AWS, Service }) => [...AWS, ...Service]),
    ])
    .default(['*']),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

const policySchema = z.strictObject({
  Version: z.literal('2012-10-17').optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema.transform((one) => [one]), z.array(statementSchema)]),
});

/** Reads a policy of the template; what is not enforced here is an error that names the construct. */
export function parsePolicy(document: unknown, path: string): readonly Statement[] {
  const policy = policySchema.safeParse(document);
  if (!policy.success) throw new UnsupportedError(`policy: ${z.prettifyError(policy.error)}`, path);
  // a variable such as ${aws:username} would have to be filled in for each call
  if (JSON.stringify(document).includes('${')) throw new UnsupportedError('variable in a policy', path);
  return policy.data.Statement.map(
    ({ Effect, Principal, Action, NotAction, Resource, NotResource, Condition }) => ({
      effect: Effect,
      principals: Principal.map((text) => pattern(text)),
      actions: either(Action, NotAction, 'i'),
      resources: either(Resource, NotResource, ''),
      conditions: parseConditions(Condition, path),
    }),
  );
}

// the policy of who may assume a role names no resource: it is the role
function either(these: string[] | undefined, notThese: string[] | undefined, flags: '' | 'i'): Matcher[] {
  const matchers = (these ?? notThese ?? ['*']).map((text) => pattern(text, flags));
  return notThese === undefined ? matchers : [noneOf(matchers)];
}
