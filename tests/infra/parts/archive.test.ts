import { describe, expect, it } from 'vitest';
import { synthesize } from '../../support/template/synthesize.ts';

const template = synthesize();
const inArchive = (type: string, from = template) => {
  const found = from.ofType(type).find(({ id }) => id.startsWith('Archive'));
  if (!found) throw new Error(`the archive has no ${type}`);
  return found;
};
const bucket = inArchive('AWS::S3::Bucket');
const delivery = inArchive('AWS::KinesisFirehose::DeliveryStream');
const [stream] = template.ofType('AWS::Kinesis::Stream');

describe('the archive', () => {
  it('takes every event of the stream, as lines of compressed objects by day', () => {
    expect(delivery.Properties).toMatchObject({
      DeliveryStreamType: 'KinesisStreamAsSource',
      KinesisStreamSourceConfiguration: { KinesisStreamARN: { 'Fn::GetAtt': [stream?.id, 'Arn'] } },
      ExtendedS3DestinationConfiguration: {
        BucketARN: { 'Fn::GetAtt': [bucket.id, 'Arn'] },
        Prefix: 'events/!{timestamp:yyyy/MM/dd}/',
        ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
        BufferingHints: { IntervalInSeconds: 900, SizeInMBs: 128 },
        CompressionFormat: 'GZIP',
        ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'AppendDelimiterToRecord' }] },
      },
    });
  });

  it('may read the stream, write the bucket and log, and nothing else', () => {
    const { PolicyDocument } = inArchive('AWS::IAM::Policy').Properties;

    // as CDK renders statements
    const { Statement } = PolicyDocument as { Statement: { Action: string | string[]; Resource: unknown }[] };
    const source = { 'Fn::GetAtt': [stream?.id, 'Arn'] };
    const target = { 'Fn::GetAtt': [bucket.id, 'Arn'] };
    const logs = { 'Fn::GetAtt': [inArchive('AWS::Logs::LogGroup').id, 'Arn'] };
    expect(Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ['kinesis:DescribeStream', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
        source,
      ],
      [['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], target],
      [['s3:AbortMultipartUpload', 's3:PutObject'], { 'Fn::Join': ['', [target, '/*']] }],
      ['logs:PutLogEvents', logs],
    ]);
  });

  it('keeps events as long as the timeline does, cheaper after a month, and outlives the stack', () => {
    expect(bucket).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        LifecycleConfiguration: {
          Rules: [
            {
              ExpirationInDays: 395,
              Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }],
            },
          ],
        },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      },
    });
  });

  it('goes away with a dev stack, and is encrypted with a key of the stack when asked', () => {
    const other = synthesize({ context: { dev: 'true', cmk: 'true' } });
    const [key] = other.ofType('AWS::KMS::Key');

    expect(inArchive('AWS::S3::Bucket', other).DeletionPolicy).toBe('Delete');
    expect(JSON.stringify(inArchive('AWS::S3::Bucket', other).Properties.BucketEncryption)).toContain(
      `"${key?.id}"`,
    );
    expect(JSON.stringify(inArchive('AWS::IAM::Policy', other).Properties)).toContain('kms:GenerateDataKey');
  });

  it('raises an alarm long before an event would be lost to it', () => {
    expect(inArchive('AWS::CloudWatch::Alarm').Properties).toMatchObject({
      Namespace: 'AWS/Firehose',
      MetricName: 'DeliveryToS3.DataFreshness',
      Dimensions: [{ Name: 'DeliveryStreamName', Value: { Ref: delivery.id } }],
      Threshold: 7_200,
      AlarmDescription: expect.stringContaining('can never be replayed'),
    });
  });
});
