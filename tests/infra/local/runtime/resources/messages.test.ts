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
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CfnOutput } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cloud } from '../../../../../infra/local/cloud.ts';
import { functionFolder, seconds, startShop } from '../../../../support/cloud/shop-stack.ts';

/** SES -> topic -> queue -> function, and what that function cannot handle in a dead letter queue. */
function feedbackPath(scope: Construct): void {
  const deadLetters = new Queue(scope, 'DeadLetters', { queueName: 'dead-letters' });
  const queue = new Queue(scope, 'Queue', {
    visibilityTimeout: seconds(60),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 2 },
    enforceSSL: true,
  });
  const topic = new Topic(scope, 'Topic', { enforceSSL: true });
  topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true }));
  const set = new ConfigurationSet(scope, 'Set', { configurationSetName: 'shop' });
  set.addEventDestination('Events', {
    destination: EventDestination.snsTopic(topic),
    events: [EmailSendingEvent.SEND, EmailSendingEvent.DELIVERY, EmailSendingEvent.COMPLAINT],
  });
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  role.addToPolicy(new PolicyStatement({ actions, resources: ['*'] }));
  const record = new LambdaFunction(scope, 'Record', {
    role,
    functionName: 'record',
    code: Code.fromAsset(functionFolder('record')),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    // Node itself comes close to the default of 128
    memorySize: 512,
  });
  record.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true, maxConcurrency: 2 }));
  new CfnOutput(scope, 'QueueUrl', { value: queue.queueUrl });
}

describe('a template with SES, a topic and a queue', () => {
  let cloud: Cloud;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = () => ({ endpoint: cloud.awsUrl, region: 'us-east-1', credentials });
  beforeEach(async () => {
    cloud = await startShop(feedbackPath);
  });
  afterEach(() => cloud.stop());

  const send = () =>
    new SESClient(config()).send(
      new SendRawEmailCommand({
        Source: 'shop@example.com',
        Destinations: ['ana@example.com'],
        RawMessage: { Data: Buffer.from('Subject: Your cart\r\n\r\nHello') },
        ConfigurationSetName: 'shop',
        Tags: [{ Name: 'sendId', Value: 'send-1' }],
      }),
    );
  const recorded = () => cloud.logs('record').flatMap(({ text }) => /recorded (\w+)/.exec(text)?.[1] ?? []);
  const give = (body: object) =>
    fetch(`${cloud.awsUrl}/_local/feedback`, { method: 'POST', body: JSON.stringify(body) });

  it('tells the function that an email was taken', async () => {
    await send();
    await cloud.drain();

    expect(recorded()).toEqual(['Send']);
  });

  it('brings feedback to the function, as often as it is given', async () => {
    await send();

    const answer = await give({ sendId: 'send-1', type: 'Delivery' });
    cloud.feedback({ sendId: 'send-1', type: 'Delivery' });
    await cloud.drain();

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      published: [{ topicArn: expect.stringMatching(/^arn:aws:sns:/) }],
    });
    expect(recorded().sort()).toEqual(['Delivery', 'Delivery', 'Send']);
  });

  it('answers what is wrong with feedback', async () => {
    const answer = await give({ sendId: 'nobody', type: 'Delivery' });

    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('no provider has accepted a message with sendId');
  });

  it('leaves to the dead letter queue what the function cannot handle twice', async () => {
    await send();
    cloud.feedback({ sendId: 'send-1', type: 'Complaint' });
    await cloud.drain();
    expect(cloud.deadLetters('dead-letters')).toEqual([]);

    await cloud.advance(120_000);

    expect(recorded().filter((type) => type === 'Complaint')).toHaveLength(2);
    expect(cloud.deadLetters('dead-letters').map((body) => JSON.parse(body).eventType)).toEqual([
      'Complaint',
    ]);
  });

  it('gives the queue a URL that SDKs can call', async () => {
    const QueueUrl = String(cloud.outputs.QueueUrl);
    const client = new SQSClient({ ...config(), endpoint: undefined });

    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] });

    expect(QueueUrl.startsWith(cloud.awsUrl)).toBe(true);
    // without an endpoint of its own the client calls where the URL points
    expect((await client.send(command)).Attributes).toEqual({ VisibilityTimeout: '60' });
    client.destroy();
  });
});

function archive(scope: Construct): void {
  const stream = new Stream(scope, 'Events', { streamName: 'events' });
  const bucket = new Bucket(scope, 'Archive', { bucketName: 'archive' });
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
  stream.grantRead(role);
  bucket.grantWrite(role);
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
    },
  });
  delivery.node.addDependency(role);
}

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
});
