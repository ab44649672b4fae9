import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';

/** Something a function may do that is no store: what it must know for it, and what AWS must allow it. */
export type Ability = {
  readonly variables: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatementProps[];
  /** Why the statements are as narrow as can be, by finding of the policy check. */
  readonly accepted?: Readonly<Record<string, string>>;
};
