import { AwsError } from '../protocols/service.ts';
import type { WireCall } from '../runtime/front/wire-call.ts';
import { needsOf } from './actions-of/needs-of.ts';
import type { Denial, Iam } from './iam.ts';

export type AuthorizePorts = {
  readonly iam: Iam;
  /** The role of a function; whoever is no function is the account's administrator. */
  roleArnOf(functionName: string): string | undefined;
};

/** Decides whether the calling function's role allows a call; answers the error of AWS when it does not. */
export function authorizeCall(call: WireCall, { iam, roleArnOf }: AuthorizePorts): AwsError | undefined {
  const { functionName = '', service, operation } = call;
  const roleArn = roleArnOf(functionName);
  if (roleArn === undefined) return undefined;
  try {
    const needs = needsOf(call);
    if (needs === undefined) return unknownNeeds(service, operation);
    const denial = iam.check({ roleArn, session: functionName }, needs);
    return denial === undefined ? undefined : refusal(service, denial);
  } catch (error) {
    // an input that cannot be read cannot be authorized
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function unknownNeeds(service: string, operation: string): AwsError {
  const message = `the local cloud does not know what ${service}:${operation} needs: add it to infra/local/iam/actions-of`;
  return new AwsError('AccessDeniedException', message);
}

const codes: Readonly<Record<string, { readonly code: string; readonly status: number }>> = {
  s3: { code: 'AccessDenied', status: 403 },
  ses: { code: 'AccessDenied', status: 403 },
  sns: { code: 'AuthorizationError', status: 403 },
  sqs: { code: 'AccessDenied', status: 403 },
};

function refusal(service: string, { message }: Denial): AwsError {
  const { code, status } = codes[service] ?? { code: 'AccessDeniedException', status: 400 };
  return new AwsError(code, message, { status });
}
