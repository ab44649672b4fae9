import { AwsError } from '../protocols/service.ts';
import { failed, type InvokeResult } from '../runtime/lambda/function-config.ts';
import type { Functions } from '../runtime/lambda/functions.ts';
import type { Iam, Principal } from './iam.ts';
import type { Need } from './policies/evaluate.ts';

export type PermittedInvoke = {
  /** For a route of an HTTP API; fails like the function would where its policy does not let the API in. */
  forApi(functionArn: string, payload: string, sourceArn: string): Promise<InvokeResult>;
  /** Whether a rule may hand events to a function; EventBridge does not try a second time. */
  letsRuleIn(functionArn: string, ruleArn: string): boolean;
  /** In the name of a state machine's role; throws AwsError when it may not. */
  forMachine(
    functionName: string,
    payload: string,
    machine: { readonly arn: string; readonly roleArn: string },
  ): Promise<InvokeResult>;
};

/** Invocations by others than functions, each with the permission it takes. */
export function permittedInvoke(iam: Iam, functions: Functions): PermittedInvoke {
  const mayInvoke = (principal: Principal, functionArn: string) =>
    iam.check(principal, [{ action: 'lambda:InvokeFunction', resource: functionArn }]);
  return {
    async forApi(functionArn, payload, sourceArn) {
      const denial = mayInvoke({ service: 'apigateway.amazonaws.com', sourceArn }, functionArn);
      if (denial !== undefined) return failed('AccessDeniedException', denial.message);
      return functions.invoke(functionArn, payload);
    },
    letsRuleIn: (functionArn, ruleArn) =>
      mayInvoke({ service: 'events.amazonaws.com', sourceArn: ruleArn }, functionArn) === undefined,
    async forMachine(functionName, payload, machine) {
      const { roleArn } = machine;
      const states = { service: 'states.amazonaws.com', sourceArn: machine.arn };
      const functionArn = qualifiedArn(functions.config(functionName).arn, functionName);
      const denial =
        iam.check(states, [assumeRole(roleArn)]) ?? mayInvoke({ roleArn, session: 'states' }, functionArn);
      if (denial !== undefined) throw new AwsError('AccessDeniedException', denial.message);
      return functions.invoke(functionName, payload);
    },
  };
}

export function assumeRole(roleArn: string): Need {
  return { action: 'sts:AssumeRole', resource: roleArn };
}

// a grant on a function does not cover its versions and aliases
function qualifiedArn(functionArn: string, name: string): string {
  const [, qualifier] = /(?:^[^:]*|:function:[^:]*):([^:]+)$/.exec(name) ?? [];
  return qualifier === undefined ? functionArn : `${functionArn}:${qualifier}`;
}
