import { arn } from '../runtime/deployment/resource-type.ts';
import type { FunctionConfig } from '../runtime/lambda/function-config.ts';
import type { Logs } from '../runtime/lambda/logs.ts';
import type { Iam } from './iam.ts';

/** Keeps what a function writes only where its role may write it: else it is lost, as in AWS. */
export function permittedLogs(logs: Logs, iam: Iam, configOf: (name: string) => FunctionConfig): Logs {
  return {
    ...logs,
    capture(functionName, stream) {
      const { roleArn, logGroup } = configOf(functionName);
      const resource = arn('logs', `log-group:${logGroup}:log-stream:local`);
      const needs = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource }));
      const denial = iam.check({ roleArn, session: functionName }, needs);
      if (denial === undefined) logs.capture(functionName, stream);
      else stream.resume();
    },
  };
}
