import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmPeriod, HouseAlarm } from './alarm.ts';

export interface DeadLettersProps {
  readonly id: string;
  readonly alarmId: string;
  readonly impact: string;
  readonly topicArn: string | undefined;
}

/** A queue for what could not be worked through, and an alarm while something waits there. */
export function deadLetters(scope: Construct, { id, alarmId, ...alarm }: DeadLettersProps): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, { SQS3: 'it is a dead-letter queue itself' });
  new HouseAlarm(scope, alarmId, {
    metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: alarmPeriod }),
    threshold: 1,
    ...alarm,
  });
  return queue;
}
