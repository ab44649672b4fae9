import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Ability } from '../constructs/ability.ts';
import { grantFinding } from '../constructs/acknowledge.ts';

export type ForgettingProps = {
  readonly archive: Bucket;
  readonly failures: Bucket;
  readonly exports: Bucket;
};

const part = {
  archive: 'events/*',
  payloads: 'failed-events/*',
  batches: 'aws/lambda/*',
  exports: 'exports/*',
} as const;

/** Finds one person in the objects of every bucket and cuts them out. */
export function forgettingObjects({ archive, failures, exports }: ForgettingProps): Ability {
  const inside = (bucket: Bucket, keys: string, actions: readonly string[]): PolicyStatementProps => ({
    actions: actions.map((action) => `s3:${action}`),
    resources: [bucket.arnForObjects(keys)],
  });
  const rewrite = ['GetObject', 'PutObject', 'DeleteObject'];
  const person = 'a person may be in any of these objects';
  return {
    variables: {
      ARCHIVE_BUCKET: archive.bucketName,
      FAILED_EVENTS_BUCKET: failures.bucketName,
      EXPORTS_BUCKET: exports.bucketName,
    },
    statements: [
      {
        actions: ['s3:ListBucket'],
        resources: [archive, failures, exports].map(({ bucketArn }) => bucketArn),
      },
      inside(archive, part.archive, rewrite),
      inside(failures, part.batches, rewrite),
      inside(failures, part.payloads, ['GetObject', 'DeleteObject']),
      inside(exports, part.exports, ['DeleteObject']),
    ],
    accepted: {
      [grantFinding(archive, part.archive)]: person,
      [grantFinding(failures, part.batches)]: person,
      [grantFinding(failures, part.payloads)]: person,
      [grantFinding(exports, part.exports)]: person,
    },
  };
}
