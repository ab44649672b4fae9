import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { HouseFunction } from '../../constructs/function.ts';
import { HouseRule } from './house-rule.ts';

export interface ExecutionRuleProps {
  readonly target: HouseFunction;
  readonly statuses: readonly string[];
  /** What the ARNs of the state machines begin with. */
  readonly machinePrefix: string;
}

/** Calls a function for each execution of the state machines that ended with one of the statuses. */
export class ExecutionRule extends HouseRule {
  constructor(scope: Construct, id: string, { target, statuses, machinePrefix }: ExecutionRuleProps) {
    super(scope, id, {
      target,
      description: `Calls ${target.name} for executions that ended ${statuses.join(', ')}`,
      on: {
        eventPattern: {
          source: ['aws.states'],
          detailType: ['Step Functions Execution Status Change'],
          // the pattern language takes objects here, which this type of the library forgets nothing of
          detail: { status: [...statuses], stateMachineArn: [{ prefix: machinePrefix }] },
        },
      },
      missedId: 'MissedEnds',
      missed: 'Ends of executions',
      // the longest that EventBridge tries: a run that ended should not look alive
      patience: Duration.hours(6),
    });
  }
}
