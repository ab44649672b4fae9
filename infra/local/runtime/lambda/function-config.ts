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
  /** A full function refuses further invocations where its concurrency is reserved; elsewhere they wait in line. */
  readonly isReserved: boolean;
  readonly variables: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly roleArn: string;
};

/** The answer of an invocation; `functionError` is set as Lambda's Invoke call sets it. */
export type InvokeResult = { readonly functionError: 'Unhandled' | undefined; readonly payload: string };

export type Invoke = (payload: string) => Promise<InvokeResult>;

/** Thrown for an invocation beyond the reserved concurrency of its function. */
export class TooManyRequestsException extends Error {
  override name = 'TooManyRequestsException' as const;

  constructor(functionName: string) {
    super(`Rate Exceeded: ${functionName} runs as often as its reserved concurrency allows`);
  }
}

export function failed(errorType: string, errorMessage: string): InvokeResult {
  return { functionError: 'Unhandled', payload: JSON.stringify({ errorType, errorMessage }) };
}
