import { compileObjectKey } from '../../services/firehose/object-key.ts';
import type { LocalServices } from '../deployment/local-services.ts';
import type { Properties } from '../deployment/properties.ts';
import { arn, deployed, physicalName, type ResourceType } from '../deployment/resource-type.ts';
import { TemplateError } from '../template/unsupported.ts';

/** AWS::Kinesis::Stream */
export const kinesisStream: ResourceType = {
  shape: {
    Name: 'used',
    ShardCount: 'used',
    StreamModeDetails: { StreamMode: 'used' },
    RetentionPeriodHours: 'used',
    StreamEncryption: 'accepted',
    DesiredShardLevelMetrics: 'accepted',
    Tags: 'accepted',
  },
  async deploy(resource, services) {
    const name = physicalName(resource, 'Name', services);
    const { arn } = await services.stores.createStream(name, resource.properties.all());
    return deployed(name, { Arn: arn });
  },
};

/** AWS::KinesisFirehose::DeliveryStream from a Kinesis stream into S3. */
export const deliveryStream: ResourceType = {
  shape: {
    DeliveryStreamName: 'used',
    DeliveryStreamType: 'used',
    KinesisStreamSourceConfiguration: { KinesisStreamARN: 'used', RoleARN: 'used' },
    ExtendedS3DestinationConfiguration: {
      BucketARN: 'used',
      BufferingHints: { IntervalInSeconds: 'used', SizeInMBs: 'used' },
      CompressionFormat: 'used',
      Prefix: 'used',
      ProcessingConfiguration: { Enabled: 'used', Processors: [{ Type: 'used' }] },
      RoleARN: 'used',
      CloudWatchLoggingOptions: 'accepted',
      EncryptionConfiguration: 'accepted',
      // nothing fails between the stream and the bucket here
      ErrorOutputPrefix: 'accepted',
    },
    Tags: 'accepted',
  },
  deploy(resource, services) {
    const { properties, path } = resource;
    properties.allow('DeliveryStreamType', ['KinesisStreamAsSource']);
    const name = physicalName(resource, 'DeliveryStreamName', services);
    const s3 = properties.object('ExtendedS3DestinationConfiguration');
    s3.allow('CompressionFormat', ['GZIP', 'UNCOMPRESSED']);
    const isCompressed = s3.optionalText('CompressionFormat') === 'GZIP';
    const extension = isCompressed ? '.gz' : '';
    const hints = s3.object('BufferingHints');
    const config = {
      ...{ name, arn: arn('firehose', `deliverystream/${name}`), isCompressed },
      sourceArn: properties.object('KinesisStreamSourceConfiguration').text('KinesisStreamARN'),
      bucket: s3.text('BucketARN').split(':').at(-1) ?? '',
      writeKey: compileObjectKey(name, { prefix: s3.optionalText('Prefix') ?? '', extension, path }),
      delimiter: delimiter(s3.object('ProcessingConfiguration')),
      // Firehose's own defaults
      bufferBytes: hints.number('SizeInMBs', 5) * 2 ** 20,
      bufferMs: hints.number('IntervalInSeconds', 300) * 1000,
    };
    requireGrants(properties, services);
    services.startDelivery(config, services.stores.source(config.sourceArn));
    return deployed(name, { Arn: config.arn });
  },
};

function delimiter(processing: Properties): string {
  const processors = processing.objects('Processors');
  for (const processor of processors) processor.allow('Type', ['AppendDelimiterToRecord']);
  return processing.flag('Enabled', false) && processors.length > 0 ? '\n' : '';
}

const readActions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListShards'];

/** Firehose reads and writes with the roles that it is given. */
function requireGrants(properties: Properties, { iam }: LocalServices): void {
  const source = properties.object('KinesisStreamSourceConfiguration');
  const s3 = properties.object('ExtendedS3DestinationConfiguration');
  const resource = source.text('KinesisStreamARN');
  const reading = readActions.map((action) => ({ action: `kinesis:${action}`, resource }));
  const [folder = ''] = (s3.optionalText('Prefix') ?? '').split('!{');
  const writing = [{ action: 's3:PutObject', resource: `${s3.text('BucketARN')}/${folder}` }];
  const denial =
    iam.check({ roleArn: source.text('RoleARN'), session: 'firehose' }, reading) ??
    iam.check({ roleArn: s3.text('RoleARN'), session: 'firehose' }, writing);
  if (denial !== undefined) throw new TemplateError(denial.message, properties.path);
}
