import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts findings of the policy check on one construct; each names its rule in full and the reason. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  const entries = Object.entries(reasons).map(([rule, reason]) => ({ id: `AwsSolutions-${rule}`, reason }));
  if (entries.length > 0) Validations.of(construct).acknowledge(...entries);
}

/** The finding that a grant on part of a resource raises, as the policy check writes it. */
export function grantFinding(resource: IConstruct, part: string): string {
  const element = resource.node.defaultChild;
  if (!CfnElement.isCfnElement(element))
    throw new Error(`${resource.node.path} is no resource of the template`);
  return `IAM5[Resource::<${Stack.of(resource).getLogicalId(element)}.Arn>/${part}]`;
}

/** The finding that a grant on a pattern of names in this account and region raises. */
export const patternFinding = (service: string, pattern: string): string =>
  `IAM5[Resource::arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${pattern}]`;
