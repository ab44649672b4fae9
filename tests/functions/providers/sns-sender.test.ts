import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { snsPushSender, snsSmsSender } from '../../../functions/providers/sns-sender.ts';
import type { PushMessage, SmsMessage } from '../../../shared/messaging/channels/message.ts';
import { type LocalAws, serveAws } from '../../support/aws/local-aws.ts';
import { FakeProvider } from '../../support/messaging/fake-provider.ts';

const application = 'arn:aws:sns:us-east-1:1:app/GCM/shop';
const sms: SmsMessage = {
  channel: 'sms',
  sendId: 's1',
  to: '+48600700800',
  text: 'Dziękujemy!',
  class: 'marketing',
  parts: 1,
};
const push: PushMessage = { channel: 'push', sendId: 's1', tokens: ['t1'], title: 'Hi', body: 'Come back' };

describe('SNS', () => {
  let sns: FakeProvider;
  let aws: LocalAws;
  beforeAll(async () => {
    sns = new FakeProvider('sns');
    aws = await serveAws([sns]);
  });
  afterAll(() => aws.close());
  beforeEach(() => {
    sns.answers.clear();
    sns.calls.length = 0;
    sns.answer('CreatePlatformEndpoint', 200, '<EndpointArn>arn:endpoint</EndpointArn>');
  });

  const client = () => new SNSClient(aws.config);
  const pushTo = (...tokens: string[]) =>
    snsPushSender({ client: client(), application })({ ...push, tokens });
  const accept = () => sns.answer('Publish', 200, '<MessageId>m1</MessageId>');
  const actions = () => sns.calls.map((call) => call.get('Action'));

  it.each([
    ['marketing', 'Promotional'],
    ['transactional', 'Transactional'],
  ] as const)('gets an SMS of the class %s as %s', async (messageClass, type) => {
    accept();

    const outcome = await snsSmsSender(client())({ ...sms, class: messageClass });

    expect(outcome).toEqual({ status: 'accepted', providerId: 'm1' });
    expect(Object.fromEntries(sns.calls[0] ?? [])).toMatchObject({
      PhoneNumber: '+48600700800',
      Message: 'Dziękujemy!',
      'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SMSType',
      'MessageAttributes.entry.1.Value.StringValue': type,
      'MessageAttributes.entry.2.Name': 'sendId',
      'MessageAttributes.entry.2.Value.StringValue': 's1',
    });
  });

  it('gets a push message for each device, with a payload per platform', async () => {
    accept();

    await pushTo('t1', 't2');

    expect(actions().sort()).toEqual([
      'CreatePlatformEndpoint',
      'CreatePlatformEndpoint',
      'Publish',
      'Publish',
    ]);
    const endpoints = sns.calls.filter((call) => call.has('Token'));
    const publish = sns.calls.find((call) => call.has('Message'));
    expect(endpoints[0]?.get('PlatformApplicationArn')).toBe(application);
    expect(endpoints.map((call) => call.get('Token')).sort()).toEqual(['t1', 't2']);
    expect(publish?.get('TargetArn')).toBe('arn:endpoint');
    expect(publish?.get('MessageStructure')).toBe('json');
    const payloads = JSON.parse(publish?.get('Message') ?? '');
    expect(JSON.parse(payloads.APNS)).toMatchObject({ aps: { alert: { title: 'Hi', body: 'Come back' } } });
    expect(JSON.parse(payloads.GCM)).toMatchObject({
      fcmV1Message: { message: { notification: { title: 'Hi', body: 'Come back' }, data: { sendId: 's1' } } },
    });
    expect(payloads.default).toBe('Hi\nCome back');
  });

  it.each([
    [400, 'InvalidParameter', 'rejected'],
    [400, 'EndpointDisabled', 'rejected'],
    [400, 'PlatformApplicationDisabled', 'rejected'],
    [400, 'Throttled', 'not-now'],
    [429, 'TooManyRequestsException', 'not-now'],
    [403, 'AuthorizationError', 'not-now'],
    [500, 'InternalError', 'unsettled'],
  ])('that answers %i %s leaves the message %s, after one call', async (status, code, expected) => {
    sns.answer('Publish', status, code);

    expect((await snsSmsSender(client())(sms)).status).toBe(expected);
    expect(actions()).toEqual(['Publish']);
    expect((await pushTo('t1')).status).toBe(expected);
  });

  it('has sent a push message when one device was reached', async () => {
    sns.answer('Publish', 400, 'EndpointDisabled');
    accept();

    expect(await pushTo('old', 'new')).toEqual({ status: 'accepted', providerId: 'm1' });
  });

  it('leaves a push message open when one device may have been reached', async () => {
    sns.answer('Publish', 500, 'InternalError');
    sns.answer('Publish', 400, 'Throttled');

    expect((await pushTo('t1', 't2')).status).toBe('unsettled');
  });

  it('has sent nothing when there is no endpoint', async () => {
    sns.answers.delete('CreatePlatformEndpoint');
    sns.answer('CreatePlatformEndpoint', 500, 'InternalError');
    expect((await pushTo('t1')).status).toBe('not-now');
    sns.answers.delete('CreatePlatformEndpoint');
    sns.answer('CreatePlatformEndpoint', 400, 'InvalidParameter');
    expect((await pushTo('t1')).status).toBe('rejected');

    expect(actions()).not.toContain('Publish');
  });

  it('is not asked without a platform application', async () => {
    const outcome = await snsPushSender({ client: client(), application: '' })(push);

    expect(outcome.status).toBe('rejected');
    expect(sns.calls).toEqual([]);
  });
});
