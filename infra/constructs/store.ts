import type { IKey } from 'aws-cdk-lib/aws-kms';

export type ReadAction =
  | 'dynamodb:GetItem'
  | 'dynamodb:BatchGetItem'
  | 'dynamodb:Query'
  | 'dynamodb:Scan'
  // what a transaction may ask of an item that it leaves alone
  | 'dynamodb:ConditionCheckItem'
  | 's3:GetObject'
  | 'secretsmanager:GetSecretValue';

export type WriteAction =
  | 'dynamodb:PutItem'
  | 'dynamodb:UpdateItem'
  | 'dynamodb:DeleteItem'
  | 'dynamodb:BatchWriteItem'
  | 'kinesis:PutRecords'
  | 's3:PutObject';

/** Something a function reads or writes: how its environment names it, and what its actions are granted on. */
export type Store = {
  readonly variable: string;
  readonly value: string;
  readonly arn: string;
  /** The indexes of a table, which alone are queried where there are any. */
  readonly indexArns?: readonly string[];
  readonly key?: IKey | undefined;
  /** Why a grant on it is as narrow as can be, by finding of the policy check. */
  readonly accepted?: Readonly<Record<string, string>>;
};
