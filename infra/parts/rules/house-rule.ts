import type { Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule, type Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { EventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetters } from '../../constructs/dead-letters.ts';
import type { HouseFunction } from '../../constructs/function.ts';

export interface HouseRuleProps {
  readonly target: HouseFunction;
  readonly description: string;
  readonly on: { readonly schedule: Schedule } | { readonly eventPattern: EventPattern };
  /** The construct id of the queue for what is missed. */
  readonly missedId: string;
  /** What waits in that queue, as the first word of its alarm. */
  readonly missed: string;
  /** How long an event is still worth its work. */
  readonly patience: Duration;
}

/** A rule that calls a function; what fails for good waits in a queue, and an alarm tells. */
export class HouseRule extends Construct {
  protected readonly rule: Rule;

  constructor(scope: Construct, id: string, props: HouseRuleProps) {
    super(scope, id);
    const { target, patience } = props;
    const missed = this.createMissed(props);
    this.rule = new Rule(this, 'Rule', { description: props.description, ...props.on });
    this.rule.addTarget(
      new LambdaFunction(target.lambda, {
        deadLetterQueue: missed,
        retryAttempts: 10,
        maxEventAge: patience,
      }),
    );
    new EventInvokeConfig(this, 'Retry', {
      function: target.lambda,
      retryAttempts: 2,
      maxEventAge: patience,
      onFailure: { bind: () => ({ destination: missed.queueArn }) },
    });
    target.allow(['sqs:SendMessage'], [missed.queueArn]);
  }

  private createMissed({ target, missedId, missed }: HouseRuleProps): Queue {
    return deadLetters(this, {
      id: missedId,
      alarmId: 'Missed',
      impact: `${missed} that ${target.name} could not work through wait in the dead-letter queue. ${target.errorImpact}`,
      topicArn: target.alarmTopicArn,
    });
  }
}
