import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { alarmPeriod, HouseAlarm } from './alarm.ts';
import type { FailureBucket } from './failure-bucket.ts';
import type { HouseFunction } from './function.ts';

/** A stream as an event source mapping polls it. */
export type StreamSource = {
  readonly arn: string;
  /** Lets Lambda read the stream in the function's name. */
  allowPolling(consumer: HouseFunction): void;
};

export interface StreamConsumerProps {
  readonly consumer: HouseFunction;
  readonly source: StreamSource;
  readonly failures: FailureBucket;
  readonly batchWindowSeconds: number;
  /** The pattern a record must match to reach the function. @default - every record */
  readonly filter?: object | undefined;
  /** Repeats a failing batch until its records are too old, instead of 10 times. @default false */
  readonly keepsTrying?: boolean | undefined;
  /** Whether traffic fills it: a quiet stream is not behind without an error that rings by itself. @default true */
  readonly isBusy?: boolean | undefined;
}

// enough for all that a shard takes in; each further one cuts the same events into smaller batches, and every batch is billed
const LANES = 4;
const lagLimit = Duration.minutes(5);

/** Feeds a stream to a function so that no record is lost: bounded retries, bisection, and what still fails is kept in S3. */
export class StreamConsumer extends Construct {
  constructor(scope: Construct, id: string, props: StreamConsumerProps) {
    super(scope, id);
    const { consumer, source, failures } = props;
    source.allowPolling(consumer);
    failures.allowDestination(consumer);
    new EventSourceMapping(this, 'Mapping', {
      target: consumer.lambda,
      eventSourceArn: source.arn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(props.batchWindowSeconds),
      parallelizationFactor: LANES,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // without a number AWS repeats until the record is too old
      ...(props.keepsTrying ? {} : { retryAttempts: 10 }),
      // below the stream's retention of 24 hours, so that a record too old still reaches the bucket
      maxRecordAge: Duration.hours(20),
      onFailure: { bind: () => ({ destination: failures.bucket.bucketArn }) },
      ...(props.filter ? { filters: [{ pattern: JSON.stringify(props.filter) }] } : {}),
    });
    if (props.isBusy ?? true) this.alarmOnLag(consumer);
  }

  private alarmOnLag(consumer: HouseFunction): void {
    new HouseAlarm(this, 'Lag', {
      metric: consumer.lambda.metric('IteratorAge', { statistic: 'Maximum', period: alarmPeriod }),
      threshold: lagLimit.toMilliseconds(),
      impact: `${consumer.name} is ${lagLimit.toMinutes()} minutes behind its stream, and after 20 hours records go to the failures bucket. ${consumer.errorImpact}`,
      topicArn: consumer.alarmTopicArn,
    });
  }
}
