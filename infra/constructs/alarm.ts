import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export const alarmPeriod = Duration.minutes(5);

export interface HouseAlarmProps {
  readonly metric: IMetric;
  readonly threshold: number;
  /** What it means for people when this alarm rings; it is the first thing the one on call reads. */
  readonly impact: string;
  /** @default - the alarm only shows in the console */
  readonly topicArn?: string | undefined;
}

/** An alarm that rings at the threshold or above and stays quiet while there is nothing to measure. */
export class HouseAlarm extends Construct {
  constructor(scope: Construct, id: string, props: HouseAlarmProps) {
    super(scope, id);
    const alarm = new Alarm(this, 'Alarm', {
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: props.impact,
    });
    if (props.topicArn)
      alarm.addAlarmAction(new SnsAction(Topic.fromTopicArn(this, 'Topic', props.topicArn)));
  }
}
