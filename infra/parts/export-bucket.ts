import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { grantFinding } from '../constructs/acknowledge.ts';
import { privateBucket } from '../constructs/private-bucket.ts';
import type { Store } from '../constructs/store.ts';

const prefix = 'exports/*';
// long enough to fetch it, short enough not to be forgotten
const keptDays = 7;

export interface ExportBucketProps {
  readonly variable: string;
  readonly dev: boolean;
  readonly key?: IKey | undefined;
}

/** Where exports of people wait to be fetched. */
export class ExportBucket extends Construct implements Store {
  readonly variable: string;
  readonly bucket: Bucket;
  readonly key: IKey | undefined;
  readonly accepted: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { variable, dev, key }: ExportBucketProps) {
    super(scope, id);
    this.variable = variable;
    this.key = key;
    const lifecycleRules = [{ expiration: Duration.days(keptDays) }];
    this.bucket = privateBucket(this, { dev, key, lifecycleRules });
    this.accepted = { [grantFinding(this.bucket, prefix)]: 'an object is named after its job' };
  }

  get value(): string {
    return this.bucket.bucketName;
  }

  get arn(): string {
    return this.bucket.arnForObjects(prefix);
  }
}
