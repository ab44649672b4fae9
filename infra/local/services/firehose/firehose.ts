import * as z from 'zod';
import { jsonService, unknownOperation } from '../../protocols/json-protocol.ts';
import { AwsError, type AwsService } from '../../protocols/service.ts';
import { accountId } from '../../runtime/template/scope.ts';
import type { DeliveryConfig } from './delivery-stream.ts';

/** The local Firehose: what reads a stream is made by the template, the service only tells of it. */
export type Firehose = AwsService & { create(config: DeliveryConfig): void };

const describeSchema = z.object({ DeliveryStreamName: z.string() });

export function openFirehose(): Firehose {
  const configs = new Map<string, DeliveryConfig>();
  return {
    ...jsonService('firehose', {
      contentType: 'application/x-amz-json-1.1',
      async run(operation, input) {
        if (operation !== 'DescribeDeliveryStream') throw unknownOperation('Firehose', operation);
        const { DeliveryStreamName: name } = describeSchema.parse(input);
        const config = configs.get(name);
        if (config !== undefined) return { DeliveryStreamDescription: describe(config) };
        throw new AwsError(
          'ResourceNotFoundException',
          `Firehose ${name} under account ${accountId} not found.`,
        );
      },
    }),
    create: (config) => void configs.set(config.name, config),
  };
}

function describe({ name, arn, sourceArn, bucket, ...config }: DeliveryConfig): object {
  const BufferingHints = {
    SizeInMBs: config.bufferBytes / 2 ** 20,
    IntervalInSeconds: config.bufferMs / 1000,
  };
  const CompressionFormat = config.isCompressed ? 'GZIP' : 'UNCOMPRESSED';
  const s3 = { BucketARN: `arn:aws:s3:::${bucket}`, BufferingHints, CompressionFormat };
  return {
    DeliveryStreamName: name,
    DeliveryStreamARN: arn,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamType: 'KinesisStreamAsSource',
    VersionId: '1',
    Source: { KinesisStreamSourceDescription: { KinesisStreamARN: sourceArn } },
    Destinations: [{ DestinationId: 'destinationId-000000000001', ExtendedS3DestinationDescription: s3 }],
    HasMoreDestinations: false,
  };
}
