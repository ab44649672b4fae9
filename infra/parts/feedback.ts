import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import {
  ConfigurationSetEventDestination,
  EmailSendingEvent,
  EventDestination,
  type IConfigurationSet,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { alarmPeriod, HouseAlarm } from '../constructs/alarm.ts';
import { deadLetters } from '../constructs/dead-letters.ts';
import type { HouseFunction } from '../constructs/function.ts';

export interface FeedbackProps {
  readonly configurationSet: IConfigurationSet;
  readonly consumer: HouseFunction;
}

// all but those of SES's own subscription lists
const events = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
  EmailSendingEvent.OPEN,
  EmailSendingEvent.CLICK,
];

const MAX_RECEIVES = 5;
const ageLimit = Duration.minutes(15);

/** The way back: what SES says of the emails it took, through a topic and a queue to the function that records it. */
export class Feedback extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { configurationSet, consumer }: FeedbackProps) {
    super(scope, id);
    this.deadLetters = deadLetters(this, {
      id: 'DeadLetters',
      alarmId: 'Missed',
      impact: `Feedback that ${consumer.name} could not record after ${MAX_RECEIVES} tries waits in the dead-letter queue. ${consumer.errorImpact}`,
      topicArn: consumer.alarmTopicArn,
    });
    this.queue = new Queue(this, 'Queue', {
      // SES and SNS cannot use the key that AWS manages for an account
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // six times the function's timeout, as Lambda asks for
      visibilityTimeout: Duration.seconds(6 * consumer.timeoutSeconds),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    acknowledge(topic, {
      SNS2: 'SES cannot use the key that AWS manages for SNS; what passes through is kept in the queue',
    });
    topic.addSubscription(new SqsSubscription(this.queue, { rawMessageDelivery: true }));
    new ConfigurationSetEventDestination(this, 'Events', {
      configurationSet,
      destination: EventDestination.snsTopic(topic),
      events,
    });
    this.feed(consumer);
    this.alarmOnAge(consumer);
  }

  private feed(consumer: HouseFunction): void {
    consumer.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    );
    new EventSourceMapping(consumer, 'Queue', {
      target: consumer.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      // a mailing to everyone must not take the account's concurrency from the collector
      maxConcurrency: 50,
    });
  }

  private alarmOnAge(consumer: HouseFunction): void {
    new HouseAlarm(this, 'Age', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: alarmPeriod }),
      threshold: ageLimit.toSeconds(),
      impact: `Feedback has waited ${ageLimit.toMinutes()} minutes for ${consumer.name}. ${consumer.errorImpact}`,
      topicArn: consumer.alarmTopicArn,
    });
  }
}
