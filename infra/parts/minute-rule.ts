import { Duration } from 'aws-cdk-lib';
import { CfnRule, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { EventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { alarmPeriod, HouseAlarm } from '../constructs/alarm.ts';
import type { HouseFunction } from '../constructs/function.ts';
import type { HouseTable } from '../constructs/table.ts';

export interface MinuteRuleProps {
  readonly target: HouseFunction;
  /** The table whose partition keys name the minutes in which there is work. */
  readonly due: HouseTable;
}

// a late minute is still worth its work, a day-old one is not: events have moved the profiles since
const patience = Duration.hours(6);

/** Calls a function every minute; a minute that fails for good waits in a queue, and an alarm tells. */
export class MinuteRule extends Construct {
  constructor(scope: Construct, id: string, props: MinuteRuleProps) {
    super(scope, id);
    const missed = this.createMissedMinutes(props.target);
    this.createRule(props, missed);
    new EventInvokeConfig(this, 'Retry', {
      function: props.target.lambda,
      retryAttempts: 2,
      maxEventAge: patience,
      onFailure: { bind: () => ({ destination: missed.queueArn }) },
    });
    props.target.allow(['sqs:SendMessage'], [missed.queueArn]);
  }

  private createMissedMinutes(target: HouseFunction): Queue {
    const queue = new Queue(this, 'MissedMinutes', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(queue, { SQS3: 'it is the dead-letter queue, of a rule and of a function' });
    new HouseAlarm(this, 'Missed', {
      metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: alarmPeriod }),
      threshold: 1,
      impact: `Minutes that ${target.name} could not work through wait in the dead-letter queue. ${target.errorImpact}`,
      topicArn: target.alarmTopicArn,
    });
    return queue;
  }

  private createRule(props: MinuteRuleProps, missed: Queue): void {
    const rule = new Rule(this, 'Rule', {
      description: `Calls ${props.target.name} every minute`,
      schedule: Schedule.rate(Duration.minutes(1)),
    });
    rule.addTarget(
      new LambdaFunction(props.target.lambda, {
        deadLetterQueue: missed,
        retryAttempts: 10,
        maxEventAge: patience,
      }),
    );
    const resource = rule.node.defaultChild;
    if (!CfnRule.isCfnRule(resource)) throw new Error('the rule has no CloudFormation resource');
    // tells a simulated clock which minutes it may skip
    resource.addMetadata('TributaryDueMinutes', { Table: props.due.value, Attribute: props.due.hash });
  }
}
