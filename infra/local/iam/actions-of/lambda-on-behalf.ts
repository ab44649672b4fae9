import { isBucket } from '../../runtime/failures/destinations.ts';
import type { Need } from '../policies/evaluate.ts';

const sourceActions: Readonly<Record<string, readonly string[]>> = {
  dynamodb: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'],
  kinesis: ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'],
  sqs: ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'],
};

/** What Lambda needs of a function's role to read an event source for it. */
export function sourceNeeds(sourceArn: string): readonly Need[] {
  const service = sourceArn.split(':')[2] ?? '';
  return (sourceActions[service] ?? []).map((action) => ({
    action: `${service}:${action}`,
    resource: sourceArn,
  }));
}

/** What Lambda needs of a function's role to leave there what the function could not handle. */
export function destinationNeeds(destinationArn: string | undefined): readonly Need[] {
  if (destinationArn === undefined) return [];
  if (!isBucket(destinationArn)) return [{ action: 'sqs:SendMessage', resource: destinationArn }];
  return [
    { action: 's3:ListBucket', resource: destinationArn },
    // Lambda names the objects itself
    { action: 's3:PutObject', resource: `${destinationArn}/aws/lambda/` },
  ];
}
