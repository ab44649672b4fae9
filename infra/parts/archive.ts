import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup, LogStream, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type Bucket, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge, grantFinding } from '../constructs/acknowledge.ts';
import { alarmPeriod, HouseAlarm } from '../constructs/alarm.ts';
import type { EventStream } from '../constructs/event-stream.ts';
import { keyActions } from '../constructs/function.ts';
import { privateBucket } from '../constructs/private-bucket.ts';

export interface ArchiveProps {
  readonly source: EventStream;
  readonly dev: boolean;
  /** @default - the alarm only shows in the console */
  readonly alarmTopicArn?: string | undefined;
}

// nobody waits for the archive: the largest buffer makes the fewest objects
const buffer = { intervalInSeconds: 900, sizeInMBs: 128 };
const freshnessLimit = Duration.hours(2);

/** Every event of the stream for good: lines of JSON in compressed objects, by day. */
export class Archive extends Construct {
  readonly bucket: Bucket;
  readonly delivery: CfnDeliveryStream;

  constructor(scope: Construct, id: string, props: ArchiveProps) {
    super(scope, id);
    this.bucket = this.createBucket(props);
    const logStream = this.createLogStream();
    const role = this.createRole(props.source, logStream);
    this.delivery = new CfnDeliveryStream(this, 'Delivery', {
      deliveryStreamType: 'KinesisStreamAsSource',
      kinesisStreamSourceConfiguration: { kinesisStreamArn: props.source.arn, roleArn: role.roleArn },
      extendedS3DestinationConfiguration: {
        bucketArn: this.bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: 'events/!{timestamp:yyyy/MM/dd}/',
        errorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
        bufferingHints: buffer,
        compressionFormat: 'GZIP',
        // a record holds one event and no line break
        processingConfiguration: { enabled: true, processors: [{ type: 'AppendDelimiterToRecord' }] },
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: logStream.logGroup.logGroupName,
          logStreamName: logStream.logStream.logStreamName,
        },
      },
    });
    acknowledge(this.delivery, {
      KDF1: 'what it reads is encrypted in the stream, and Firehose keeps nothing of such a source at rest',
    });
    // Firehose tries what it may do when it is made
    this.delivery.node.addDependency(role);
    this.alarmOnFreshness(props);
  }

  private createBucket({ dev, source }: ArchiveProps): Bucket {
    const lifecycleRules = [
      {
        // as long as the timeline
        expiration: Duration.days(395),
        transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(30) }],
      },
    ];
    return privateBucket(this, { dev, key: source.key, lifecycleRules });
  }

  private createLogStream() {
    const removalPolicy = RemovalPolicy.DESTROY;
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy });
    return { logGroup, logStream: new LogStream(this, 'LogStream', { logGroup, removalPolicy }) };
  }

  private createRole(source: EventStream, { logGroup }: { logGroup: LogGroup }): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    const allow = (actions: string[], ...resources: string[]) =>
      role.addToPolicy(new PolicyStatement({ actions, resources }));
    allow(
      ['kinesis:DescribeStream', 'kinesis:GetShardIterator', 'kinesis:GetRecords', 'kinesis:ListShards'],
      source.arn,
    );
    allow(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], this.bucket.bucketArn);
    allow(['s3:PutObject', 's3:AbortMultipartUpload'], this.bucket.arnForObjects('*'));
    allow(['logs:PutLogEvents'], logGroup.logGroupArn);
    if (source.key) allow(keyActions, source.key.keyArn);
    acknowledge(role, {
      [grantFinding(this.bucket, '*')]: 'Firehose names its objects by day and chance',
    });
    return role;
  }

  /** Seconds since the oldest event that is not in the archive yet. */
  get freshness(): Metric {
    return new Metric({
      namespace: 'AWS/Firehose',
      metricName: 'DeliveryToS3.DataFreshness',
      dimensionsMap: { DeliveryStreamName: this.delivery.ref },
      statistic: 'Maximum',
      period: alarmPeriod,
    });
  }

  private alarmOnFreshness({ alarmTopicArn: topicArn }: ArchiveProps): void {
    new HouseAlarm(this, 'Freshness', {
      metric: this.freshness,
      threshold: freshnessLimit.toSeconds(),
      impact: `The archive is ${freshnessLimit.toHours()} hours behind the events. Profiles are right, but what is not archived within a day of its receipt can never be replayed.`,
      topicArn,
    });
  }
}
