import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CfnOutput } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
