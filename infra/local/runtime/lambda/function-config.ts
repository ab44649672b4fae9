/** What the template says about a function, resolved. */
export type FunctionConfig = {
  readonly name: string;
  readonly arn: string;
  /** The asset folder, run untouched. */
  readonly folder: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memorySizeMegabytes: number;
  readonly timeoutSeconds: number;
  readonly concurrency: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly roleArn: string;
};

/** The answer of an invocation; `functionError` is set as Lambda's Invoke call sets it. */
export type InvokeResult = { readonly functionError: 'Unhandled' | undefined; readonly payload: string };

export type Invoke = (payload: string) => Promise<InvokeResult>;

export function failed(errorType: string, errorMessage: string): InvokeResult {
  return { functionError: 'Unhandled', payload: JSON.stringify({ errorType, errorMessage }) };
}
