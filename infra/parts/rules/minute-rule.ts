import { Duration } from 'aws-cdk-lib';
import { CfnRule, Schedule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { HouseFunction } from '../../constructs/function.ts';
import type { HouseTable } from '../../constructs/table.ts';
import { HouseRule } from './house-rule.ts';

export interface MinuteRuleProps {
  readonly target: HouseFunction;
  /** The table whose partition keys name the minutes in which there is work. */
  readonly due: HouseTable;
}

/** Calls a function every minute. */
export class MinuteRule extends HouseRule {
  constructor(scope: Construct, id: string, { target, due }: MinuteRuleProps) {
    super(scope, id, {
      target,
      description: `Calls ${target.name} every minute`,
      on: { schedule: Schedule.rate(Duration.minutes(1)) },
      missedId: 'MissedMinutes',
      missed: 'Minutes',
      // a late minute is still worth its work, a day-old one is not: events have moved the profiles since
      patience: Duration.hours(6),
    });
    const resource = this.rule.node.defaultChild;
    if (!CfnRule.isCfnRule(resource)) throw new Error('the rule has no CloudFormation resource');
    // tells a simulated clock which minutes it may skip
    resource.addMetadata('TributaryDueMinutes', { Table: due.value, Attribute: due.hash });
  }
}
