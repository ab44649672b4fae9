import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge, grantFinding } from './acknowledge.ts';
import type { HouseFunction } from './function.ts';
import { privateBucket } from './private-bucket.ts';
import type { Store } from './store.ts';

// Lambda chooses this prefix for what its event source mappings give up on
const destinationPrefix = 'aws/lambda/*';
const payloadPrefix = 'failed-events/*';

export interface FailureBucketProps {
  readonly variable: string;
  readonly dev: boolean;
  readonly key?: IKey | undefined;
}

/** Where records that could not be processed wait: those of event source mappings, and payloads too large for a table. */
export class FailureBucket extends Construct implements Store {
  readonly variable: string;
  readonly bucket: Bucket;
  readonly key: IKey | undefined;
  readonly accepted: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: FailureBucketProps) {
    super(scope, id);
    this.variable = props.variable;
    this.key = props.key;
    // as long as a failed event is kept in its table
    const lifecycleRules = [{ expiration: Duration.days(30) }];
    this.bucket = privateBucket(this, { dev: props.dev, key: props.key, lifecycleRules });
    this.accepted = { [grantFinding(this.bucket, payloadPrefix)]: 'an object is named after its payload' };
  }

  get value(): string {
    return this.bucket.bucketName;
  }

  /** What functions may write: payloads, never what Lambda itself left. */
  get arn(): string {
    return this.bucket.arnForObjects(payloadPrefix);
  }

  /** Lets Lambda leave the function's failed batches here, as its on-failure destination. */
  allowDestination(consumer: HouseFunction): void {
    consumer.allow(['s3:PutObject'], [this.bucket.arnForObjects(destinationPrefix)]);
    consumer.allow(['s3:ListBucket'], [this.bucket.bucketArn]);
    consumer.allowKey(this.key);
    acknowledge(consumer, {
      [grantFinding(this.bucket, destinationPrefix)]:
        'Lambda names the objects of its on-failure destination itself',
    });
  }
}
