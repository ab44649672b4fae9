type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
};
type Catcher = { readonly ErrorEquals: readonly string[]; readonly Next: string; readonly ResultPath: null };
type Onward = { readonly Next: string } | { readonly End: true };

export type TaskState = {
  readonly Type: 'Task';
  /** the id of the step */
  readonly Comment?: string;
  readonly Resource: string;
  readonly Parameters: { readonly [key: string]: Json };
  readonly ResultSelector?: { readonly [key: string]: string };
  readonly ResultPath: string | null;
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly Catcher[];
} & Onward;
export type WaitState = {
  readonly Type: 'Wait';
  readonly Comment?: string;
  readonly Seconds: number;
} & Onward;
export type ChoiceState = {
  readonly Type: 'Choice';
  readonly Choices: readonly {
    readonly Variable: string;
    readonly StringEquals: string;
    readonly Next: string;
  }[];
  readonly Default: string;
};
export type SucceedState = { readonly Type: 'Succeed' };
export type AslState = TaskState | WaitState | ChoiceState | SucceedState;

/** A state machine in Amazon States Language (JSONPath), as far as journeys need it. */
export type AslDefinition = {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: AslState };
};
