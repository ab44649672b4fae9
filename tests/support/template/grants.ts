import * as z from 'zod';
import type { Resource, Synthesized } from './synthesize.ts';

const listSchema = z.union([z.unknown().array(), z.unknown().transform((one) => [one])]);

const policySchema = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({
        Effect: z.literal('Allow'),
        Action: listSchema.pipe(z.array(z.string())),
        Resource: listSchema.transform((resources) => resources.map((resource) => render(resource))),
      }),
    ),
  }),
  Roles: z.tuple([z.object({ Ref: z.string() })]),
});

export type Grant = { readonly action: string; readonly resource: string };

/** What the function's role allows, one action and resource at a time; resources as `LogicalId.Arn/rest`. */
export function grantsOf(template: Synthesized, lambda: Resource): Grant[] {
  const role = render(lambda.Properties.Role).replace(/\.Arn$/, '');
  return template
    .ofType('AWS::IAM::Policy')
    .map((policy) => policySchema.parse(policy.Properties))
    .filter((policy) => policy.Roles[0].Ref === role)
    .flatMap((policy) => policy.PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => ({ action, resource }))),
    );
}

const intrinsicSchema = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((it) => it['Fn::GetAtt'].join('.')),
  z
    .object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) })
    .transform(({ 'Fn::Join': [separator, parts] }) => parts.map((part) => render(part)).join(separator)),
  z.string(),
]);

/** A value of the template with its references spelled out. */
export function render(value: unknown): string {
  return intrinsicSchema.parse(value);
}
