import type { JsonInput } from '../../protocols/json-protocol.ts';
import { arn } from '../../runtime/deployment/resource-type.ts';
import type { JsonRules } from './rules.ts';

const onStream = [
  'DescribeStream',
  'DescribeStreamSummary',
  'GetRecords',
  'GetShardIterator',
  'ListShards',
  'PutRecord',
  'PutRecords',
];

export const kinesisRules: JsonRules = Object.fromEntries(
  onStream.map((operation) => [
    operation,
    (input: JsonInput) => [{ action: `kinesis:${operation}`, resource: streamArn(input) }],
  ]),
);

function streamArn({ StreamARN: given, StreamName: name }: JsonInput): string {
  return typeof given === 'string' ? given : arn('kinesis', `stream/${String(name)}`);
}
