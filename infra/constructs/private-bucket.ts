import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface PrivateBucketProps {
  readonly dev: boolean;
  readonly key?: IKey | undefined;
  readonly lifecycleRules: LifecycleRule[];
}

/** A bucket that is encrypted, read by nobody outside and kept unless in a dev stack. */
export function privateBucket(scope: Construct, { dev, key, lifecycleRules }: PrivateBucketProps): Bucket {
  const bucket = new Bucket(scope, 'Bucket', {
    ...(key
      ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
      : { encryption: BucketEncryption.S3_MANAGED }),
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules,
    removalPolicy: dev ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
  acknowledge(bucket, {
    S1: 'written only by this stack and read by operators; CloudTrail data events tell who read',
  });
  return bucket;
}
