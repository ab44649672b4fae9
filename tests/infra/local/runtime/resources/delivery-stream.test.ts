import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  ListDeliveryStreamsCommand,
} from '@aws-sdk/client-firehose';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { type CfnRole, Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '../../../../../infra/local/cloud.ts';
import { startShop } from '../../../../support/cloud/shop-stack.ts';

function archive(scope: Construct, grant = grantAll): void {
  const stream = new Stream(scope, 'Events', { streamName: 'events' });
  const bucket = new Bucket(scope, 'Archive', { bucketName: 'archive' });
  const logs = new LogGroup(scope, 'Logs');
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
  grant({ stream, bucket, logs, role });
  const delivery = new CfnDeliveryStream(scope, 'Delivery', {
    deliveryStreamName: 'archive',
    deliveryStreamType: 'KinesisStreamAsSource',
    kinesisStreamSourceConfiguration: { kinesisStreamArn: stream.streamArn, roleArn: role.roleArn },
    extendedS3DestinationConfiguration: {
      bucketArn: bucket.bucketArn,
      roleArn: role.roleArn,
      prefix: 'events/!{timestamp:yyyy/MM/dd}/',
      errorOutputPrefix: 'errors/!{firehose:error-output-type}/',
      bufferingHints: { intervalInSeconds: 900, sizeInMBs: 128 },
      compressionFormat: 'GZIP',
      processingConfiguration: { enabled: true, processors: [{ type: 'AppendDelimiterToRecord' }] },
      cloudWatchLoggingOptions: { enabled: true, logGroupName: logs.logGroupName, logStreamName: 'S3' },
    },
  });
  delivery.node.addDependency(role);
}

type Archive = {
  readonly stream: Stream;
  readonly bucket: Bucket;
  readonly logs: LogGroup;
  readonly role: Role;
};

function grantAll({ stream, bucket, logs, role }: Archive): void {
  stream.grantRead(role);
  bucket.grantReadWrite(role);
  logs.grantWrite(role);
}

const denying =
  (action: string, resource = '*') =>
  (made: Archive) => {
    grantAll(made);
    made.role.addToPolicy(
      new PolicyStatement({ effect: Effect.DENY, actions: [action], resources: [resource] }),
    );
  };

describe('a template with a delivery stream', () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-archive-'));
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  const configOf = ({ awsUrl: endpoint }: Cloud) => ({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const put = (cloud: Cloud, text: string) =>
    new KinesisClient(configOf(cloud)).send(
      new PutRecordCommand({ StreamName: 'events', PartitionKey: text, Data: Buffer.from(text) }),
    );

  it('archives every record, over a restart too', async () => {
    const before = await startShop(archive, dataDir);
    await put(before, 'one');
    await before.drain();
    await put(before, 'two');
    await before.stop();

    const after = await startShop(archive, dataDir);
    await after.drain();

    const s3 = new S3Client({ ...configOf(after), forcePathStyle: true });
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: 'archive', Prefix: 'events/' }),
    );
    const texts = Contents.map(async ({ Key }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'archive', Key }));
      return gunzipSync((await Body?.transformToByteArray()) ?? '').toString();
    });
    expect((await Promise.all(texts)).sort()).toEqual(['one\n', 'two\n']);
    await after.stop();
  });

  it('tells of itself, and names the operations it does not have', async () => {
    const cloud = await startShop(archive);
    const firehose = new FirehoseClient(configOf(cloud));

    const described = await firehose.send(
      new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'archive' }),
    );

    expect(described.DeliveryStreamDescription).toMatchObject({
      DeliveryStreamName: 'archive',
      DeliveryStreamStatus: 'ACTIVE',
      DeliveryStreamType: 'KinesisStreamAsSource',
    });
    await expect(firehose.send(new ListDeliveryStreamsCommand())).rejects.toThrow(
      'the local Firehose has no operation "ListDeliveryStreams"',
    );
    const other = new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'other' });
    await expect(firehose.send(other)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await cloud.stop();
  });

  it.each([
    [
      'a delivery stream that others put to',
      { DeliveryStreamType: 'DirectPut' },
      'DeliveryStreamType "DirectPut"',
    ],
    [
      'dynamic partitioning',
      { 'ExtendedS3DestinationConfiguration.DynamicPartitioningConfiguration': { Enabled: true } },
      'property "ExtendedS3DestinationConfiguration.DynamicPartitioningConfiguration"',
    ],
  ])('stops at %s', async (_what, changes, message) => {
    const started = startShop((scope) => {
      archive(scope);
      const delivery = scope.node.findChild('Delivery');
      for (const [path, value] of Object.entries(changes)) {
        (delivery as CfnDeliveryStream).addPropertyOverride(path, value); // it is what archive() made
      }
    });

    await expect(started).rejects.toThrow(`unsupported ${message}`);
  });

  it.each([
    'kinesis:DescribeStream',
    'kinesis:GetRecords',
    's3:ListBucket',
    's3:PutObject',
    'logs:PutLogEvents',
  ])('stops at a role that may not use %s', async (action) => {
    const started = startShop((scope) => archive(scope, denying(action)));

    await expect(started).rejects.toThrow(
      /^User: arn:aws:sts::000000000000:assumed-role\/Shop-Role\w+\/archive is not authorized to perform: .+ at Shop\/Delivery$/,
    );
    await expect(started).rejects.toThrow(action);
  });

  it('stops at a role that Firehose may not assume', async () => {
    const started = startShop((scope) => {
      archive(scope);
      const role = scope.node.findChild('Role').node.defaultChild as CfnRole; // of the construct Role
      role.addPropertyOverride(
        'AssumeRolePolicyDocument.Statement.0.Principal.Service',
        'lambda.amazonaws.com',
      );
    });

    await expect(started).rejects.toThrow(/^Firehose is unable to assume role .+ at Shop\/Delivery$/);
  });

  it('writes no object that its role may not write, and lists the denial', async () => {
    const today = `arn:aws:s3:::archive/events/${new Date().getUTCFullYear()}/*`;
    const cloud = await startShop((scope) => archive(scope, denying('s3:PutObject', today)));
    await put(cloud, 'one');

    expect(await cloud.drain(1_000)).toEqual({ drained: false, left: { 'delivery stream archive': 1 } });

    expect(cloud.iam().denials[0]).toMatchObject({ action: 's3:PutObject' });
    await cloud.stop();
  });
});
