import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreatePlatformEndpointCommand,
  CreateTopicCommand,
  DeleteEndpointCommand,
  GetEndpointAttributesCommand,
  PublishCommand,
  SetEndpointAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../../../infra/local/clock.ts';
import { type Outbox, openOutbox } from '../../../../../infra/local/services/messages/outbox.ts';
import { openSns } from '../../../../../infra/local/services/messages/sns.ts';
import { type LocalAws, serveAws } from '../../../../support/aws/local-aws.ts';

const application = 'arn:aws:sns:us-east-1:000000000000:app/GCM/shop';
const fcm = { notification: { title: 'Still there', body: 'Your cart waits' }, data: { url: '/cart' } };

describe('the local SNS', () => {
  let dataDir: string;
  let outbox: Outbox;
  let aws: LocalAws;
  let client: SNSClient;

  const start = async () => {
    const clock = createClock();
    outbox = openOutbox(clock, dataDir);
    const queues = { send: () => undefined };
    aws = await serveAws([openSns({ clock, outbox, queues, dataDir })]);
    client = new SNSClient(aws.config);
  };
  const stop = async () => {
    client.destroy();
    await aws.close();
    outbox.close();
  };
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-sns-'));
    await start();
  });
  afterEach(async () => {
    await stop();
    rmSync(dataDir, { recursive: true });
  });

  const register = async (Token: string, CustomUserData?: string) => {
    const command = new CreatePlatformEndpointCommand({
      PlatformApplicationArn: application,
      Token,
      CustomUserData,
    });
    return (await client.send(command)).EndpointArn;
  };
  const push = (TargetArn: string | undefined, message: object) =>
    client.send(
      new PublishCommand({ TargetArn, MessageStructure: 'json', Message: JSON.stringify(message) }),
    );

  it('keeps an SMS with its attributes', async () => {
    const { MessageId } = await client.send(
      new PublishCommand({
        PhoneNumber: '+48600100200',
        Message: 'Dziękujemy, Ana & Co!',
        MessageAttributes: {
          'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Promotional' },
          sendId: { DataType: 'String', StringValue: 'send-1' },
        },
      }),
    );

    expect(outbox.messages({ channel: 'sms' })).toMatchObject([
      {
        ...{ to: '+48600100200', messageId: MessageId, sendId: 'send-1', text: 'Dziękujemy, Ana & Co!' },
        headers: { 'aws.sns.sms.smstype': 'Promotional', sendid: 'send-1' },
      },
    ]);
  });

  it.each([
    ['FCM', { default: 'd', GCM: JSON.stringify(fcm) }, { subject: 'Still there', text: 'Your cart waits' }],
    [
      'FCM version 1',
      { default: 'd', GCM: JSON.stringify({ fcmV1Message: { message: fcm } }) },
      { subject: 'Still there', text: 'Your cart waits' },
    ],
    [
      'APNs',
      { default: 'd', APNS: '{"aps":{"alert":{"title":"T","body":"B"}}}' },
      { subject: 'T', text: 'B' },
    ],
    ['APNs in short', { default: 'd', APNS: '{"aps":{"alert":"B"}}' }, { text: 'B' }],
    ['no platform', { default: 'd' }, { text: 'd' }],
  ])('shows a push as a person sees it: %s', async (_case, message, shown) => {
    await push(await register('token-1'), message);

    expect(outbox.messages({ channel: 'push', to: 'token-1' })).toMatchObject([
      { ...shown, raw: JSON.stringify(message) },
    ]);
  });

  it('has one endpoint for a token, also after a restart', async () => {
    const arn = await register('token-1', 'p1');
    await push(arn, { default: 'before' });

    await stop();
    await start();

    expect(arn).toMatch(/^arn:aws:sns:us-east-1:000000000000:endpoint\/GCM\/shop\/[0-9a-f-]{36}$/);
    expect(await register('token-1', 'p1')).toBe(arn);
    await expect(register('token-1', 'p2')).rejects.toThrow(
      'already exists with the same Token, but different',
    );
    expect(outbox.messages()).toMatchObject([{ text: 'before' }]);
  });

  it('sends nothing to an endpoint that is disabled or gone', async () => {
    const EndpointArn = await register('token-1');
    await client.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes: { Enabled: 'false' } }));
    const { Attributes } = await client.send(new GetEndpointAttributesCommand({ EndpointArn }));
    const disabled = push(EndpointArn, { default: 'd' });

    await expect(disabled).rejects.toMatchObject({ name: expect.stringContaining('EndpointDisabled') });
    await client.send(new DeleteEndpointCommand({ EndpointArn }));
    await expect(push(EndpointArn, { default: 'd' })).rejects.toThrow('No endpoint found for the target arn');

    expect(Attributes).toEqual({ Enabled: 'false', Token: 'token-1', CustomUserData: '' });
    expect(outbox.messages()).toEqual([]);
  });

  it.each([
    [
      'a number that is none',
      { PhoneNumber: '600100200', Message: 'a' },
      '600100200 is not valid to publish to',
    ],
    ['no address', { Message: 'a' }, 'TargetArn Reason: no value for required parameter'],
    ['nothing to say', { PhoneNumber: '+48600100200', Message: '' }, 'Empty message'],
    ['too much to say', { PhoneNumber: '+48600100200', Message: 'x'.repeat(1601) }, 'SMS message too long'],
    [
      'a topic that is not there',
      { TopicArn: 'arn:aws:sns:us-east-1:000000000000:news', Message: 'a' },
      'Topic does not exist',
    ],
  ])('refuses %s', async (_case, input, reason) => {
    await expect(client.send(new PublishCommand(input))).rejects.toThrow(reason);
  });

  it.each([
    ['text', 'hello', 'JSON message body failed to parse'],
    ['no default', '{"GCM":"{}"}', 'No default entry in JSON message body'],
  ])('refuses a structured message with %s', async (_case, Message, reason) => {
    const TargetArn = await register('token-1');

    await expect(
      client.send(new PublishCommand({ TargetArn, Message, MessageStructure: 'json' })),
    ).rejects.toThrow(reason);
  });

  it('says what it cannot do', async () => {
    await expect(client.send(new CreateTopicCommand({ Name: 'news' }))).rejects.toMatchObject({
      name: 'InvalidAction',
    });
  });
});
