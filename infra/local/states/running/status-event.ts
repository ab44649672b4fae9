import type { Execution } from '../store/execution.ts';

/** What Step Functions tells EventBridge when an execution starts and ends. */
export type StatusEvent = {
  readonly source: 'aws.states';
  readonly detailType: 'Step Functions Execution Status Change';
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

export function statusEvent(execution: Execution): StatusEvent {
  const { arn, machineArn, name, status, startedAt, stoppedAt, input, output, error, cause } = execution;
  return {
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [arn],
    detail: {
      ...{ executionArn: arn, stateMachineArn: machineArn, name, status },
      ...{ startDate: startedAt, stopDate: stoppedAt, input, inputDetails: { included: true } },
      ...{ output, outputDetails: output === null ? null : { included: true }, error, cause },
      ...{ stateMachineVersionArn: null, stateMachineAliasArn: null, redriveCount: 0, redriveDate: null },
    },
  };
}
