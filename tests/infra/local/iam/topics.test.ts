import { rm } from 'node:fs/promises';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterEach, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../../infra/local/cloud.ts';
import { changedAssembly, type Template } from '../../../support/cloud/changed-assembly.ts';

const shop = new URL('../../../fixtures/assembly', import.meta.url).pathname;
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const topic = { Ref: 'Told' };
const queueArn = { 'Fn::GetAtt': ['Missed', 'Arn'] };
const lets = (Service: string, Action: string, [Resource, SourceArn]: readonly [unknown, unknown]) => ({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service },
      Action,
      Resource,
      Condition: { ArnLike: { 'aws:SourceArn': SourceArn } },
    },
  ],
});
const told = {
  Told: { Type: 'AWS::SNS::Topic', Properties: {} },
  ToldSubscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: topic, Protocol: 'sqs', Endpoint: queueArn },
  },
  MailEvents: {
    Type: 'AWS::SES::ConfigurationSetEventDestination',
    Properties: {
      ConfigurationSetName: { Ref: 'Mail' },
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['DELIVERY'],
        SnsDestination: { TopicARN: topic },
      },
    },
  },
};
const topicPolicy = {
  Type: 'AWS::SNS::TopicPolicy',
  Properties: {
    Topics: [topic],
    PolicyDocument: lets('ses.amazonaws.com', 'sns:Publish', [
      topic,
      'arn:aws:ses:*:*:configuration-set/shop-mail',
    ]),
  },
};
const queuePolicy = {
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: 'Missed' }],
    PolicyDocument: lets('sns.amazonaws.com', 'sqs:SendMessage', [queueArn, topic]),
  },
};

/** Sends one email and lets SES tell that it arrived. */
async function deliverEmail(cloud: Cloud): Promise<void> {
  const ses = new SESClient({
    endpoint: cloud.awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  endings.push(() => ses.destroy());
  const Data = Buffer.from('From: a@shop.example\r\nTo: b@shop.example\r\n\r\nHello');
  const Tags = [{ Name: 'sendId', Value: 'one' }];
  await ses.send(new SendRawEmailCommand({ RawMessage: { Data }, ConfigurationSetName: 'shop-mail', Tags }));
  const body = JSON.stringify({ sendId: 'one', type: 'Delivery' });
  await fetch(`${cloud.awsUrl}/_local/feedback`, { method: 'POST', body });
}

it.each([
  ['reaches a queue whose policy lets the topic in', { topicPolicy, queuePolicy }, 1, []],
  ['stops at a topic without a policy', { queuePolicy }, 0, ['ses.amazonaws.com sns:Publish']],
  ['stops at a queue without a policy', { topicPolicy }, 0, ['sns.amazonaws.com sqs:SendMessage']],
])('what SES tells %s', async (_name, policies, arrived, denied) => {
  const folder = await changedAssembly(shop, 'Shop', ({ Resources }: Template) => {
    Object.assign(Resources, told, policies);
  });
  endings.push(() => rm(folder, { recursive: true }));
  const cloud = await startCloud({ assembly: folder, port: 0, awsPort: 0 });
  endings.push(() => cloud.stop());

  await deliverEmail(cloud);

  expect(cloud.deadLetters('shop-Missed')).toHaveLength(arrived);
  expect(cloud.iam().denials.map(({ principal, action }) => `${principal} ${action}`)).toEqual(denied);
});
