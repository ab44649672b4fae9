import { Duration } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { HouseFunction } from '../../constructs/function.ts';
import { HouseRule } from './house-rule.ts';

/** Calls a function every day. */
export class DayRule extends HouseRule {
  constructor(scope: Construct, id: string, { target }: { readonly target: HouseFunction }) {
    super(scope, id, {
      target,
      description: `Calls ${target.name} every day`,
      on: { schedule: Schedule.rate(Duration.days(1)) },
      missedId: 'MissedDays',
      missed: 'Days',
      // the longest that a call is tried again
      patience: Duration.hours(6),
    });
  }
}
