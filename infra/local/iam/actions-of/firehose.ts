import { arn } from '../../runtime/deployment/resource-type.ts';
import type { DeliveryLog } from '../../services/firehose/delivery-stream.ts';
import type { Need } from '../policies/evaluate.ts';

const onStream = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListShards'];
const onBucket = ['GetBucketLocation', 'ListBucket', 'ListBucketMultipartUploads'];
const onObject = ['AbortMultipartUpload', 'PutObject'];

/** What Firehose needs of a role to read a Kinesis stream. */
export function readingNeeds(streamArn: string): readonly Need[] {
  return onStream.map((action) => ({ action: `kinesis:${action}`, resource: streamArn }));
}

/** What Firehose needs of a role to write an object: it uploads in parts. */
export function writingNeeds(bucket: string, key: string): readonly Need[] {
  const resource = `arn:aws:s3:::${bucket}`;
  return [
    ...onBucket.map((action) => ({ action: `s3:${action}`, resource })),
    ...onObject.map((action) => ({ action: `s3:${action}`, resource: `${resource}/${key}` })),
  ];
}

/** What Firehose needs of a role to log the errors of its deliveries. */
export function loggingNeeds({ group, stream }: DeliveryLog): readonly Need[] {
  const resource = arn('logs', `log-group:${group}:log-stream:${stream}`);
  return [{ action: 'logs:PutLogEvents', resource }];
}
