import type { Properties } from '../deployment/properties.ts';

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
  readonly logging: LoggingConfig;
  readonly roleArn: string;
};

export type LoggingConfig = {
  readonly format: 'Text' | 'JSON';
  /** The least that is written, of the function and of Lambda itself; with JSON only. */
  readonly applicationLevel: string;
  readonly systemLevel: string;
};

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** Reads a function's `LoggingConfig`, with Lambda's own defaults. */
export function readLogging(given: Properties): LoggingConfig {
  given.allow('LogFormat', ['JSON', 'Text']);
  given.allow('ApplicationLogLevel', levels);
  given.allow('SystemLogLevel', ['DEBUG', 'INFO', 'WARN']);
  return {
    format: given.optionalText('LogFormat') === 'JSON' ? 'JSON' : 'Text',
    applicationLevel: given.optionalText('ApplicationLogLevel') ?? 'INFO',
    systemLevel: given.optionalText('SystemLogLevel') ?? 'INFO',
  };
}

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
