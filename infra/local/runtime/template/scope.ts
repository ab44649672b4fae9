import type { Json } from './json.ts';

export const region = 'us-east-1';
export const accountId = '000000000000';
export const partition = 'aws';

/** Stands for a property that `AWS::NoValue` removes. */
export const noValue = Symbol('AWS::NoValue');
export type Resolved = Json | typeof noValue;

/** What expressions in the template may refer to, and where they stand. */
export type Scope = {
  readonly path: string;
  /** The value of a `Ref` to a resource or parameter; undefined when there is none. */
  ref(name: string): Json | undefined;
  /** The value of a `Fn::GetAtt`; undefined when there is none. */
  attribute(logicalId: string, name: string): Json | undefined;
  condition(name: string): boolean;
};

export function pseudoParameter(name: string, stackName: string): Resolved | undefined {
  const values: Record<string, Resolved> = {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': partition,
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NoValue': noValue,
    'AWS::NotificationARNs': [],
  };
  return values[name];
}
