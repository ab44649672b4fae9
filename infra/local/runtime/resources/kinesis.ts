import { denialOfDelivery } from '../../iam/denial-of-delivery.ts';
import { assumeRole } from '../../iam/permitted-invoke.ts';
import type { DeliveryConfig, DeliveryLog } from '../../services/firehose/delivery-stream.ts';
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
      CloudWatchLoggingOptions: { Enabled: 'used', LogGroupName: 'used', LogStreamName: 'used' },
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
    const source = properties.object('KinesisStreamSourceConfiguration');
    const config = {
      ...{ name, arn: arn('firehose', `deliverystream/${name}`), isCompressed },
      sourceArn: source.text('KinesisStreamARN'),
      bucket: s3.text('BucketARN').split(':').at(-1) ?? '',
      writeKey: compileObjectKey(name, { prefix: s3.optionalText('Prefix') ?? '', extension, path }),
      delimiter: delimiter(s3.object('ProcessingConfiguration')),
      // Firehose's own defaults
      bufferBytes: hints.number('SizeInMBs', 5) * 2 ** 20,
      bufferMs: hints.number('IntervalInSeconds', 300) * 1000,
      roles: { source: source.text('RoleARN'), bucket: s3.text('RoleARN') },
      log: logOf(s3.object('CloudWatchLoggingOptions')),
    };
    requireGrants(config, services, path);
    services.startDelivery(config, services.stores.source(config.sourceArn));
    return deployed(name, { Arn: config.arn });
  },
};

function delimiter(processing: Properties): string {
  const processors = processing.objects('Processors');
  for (const processor of processors) processor.allow('Type', ['AppendDelimiterToRecord']);
  return processing.flag('Enabled', false) && processors.length > 0 ? '\n' : '';
}

function logOf(logging: Properties): DeliveryLog | undefined {
  if (!logging.flag('Enabled', false)) return undefined;
  return { group: logging.text('LogGroupName'), stream: logging.text('LogStreamName') };
}

/** Throws where Firehose could not deliver with the roles that it is given. */
function requireGrants(config: DeliveryConfig, { iam }: LocalServices, path: string): void {
  const firehose = { service: 'firehose.amazonaws.com', sourceArn: config.arn };
  for (const role of Object.values(config.roles)) {
    if (iam.check(firehose, [assumeRole(role)]) === undefined) continue;
    throw new TemplateError(
      `Firehose is unable to assume role ${role}. Please check the role provided.`,
      path,
    );
  }
  // any object: it is the role that counts
  const denial = denialOfDelivery(iam, config, config.writeKey(0));
  if (denial !== undefined) throw new TemplateError(denial.message, path);
}
