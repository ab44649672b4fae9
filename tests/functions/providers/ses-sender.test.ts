import { SESClient } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sesSender } from '../../../functions/providers/ses-sender.ts';
import type { EmailMessage } from '../../../shared/messaging/channels/message.ts';
import { type LocalAws, serveAws } from '../../support/aws/local-aws.ts';
import { FakeProvider } from '../../support/messaging/fake-provider.ts';
import { parseMime } from '../../support/messaging/parse-mime.ts';

const email: EmailMessage = {
  channel: 'email',
  sendId: 'AbC_dEf-123',
  entryId: 'gHi-jKl_456',
  to: 'anna@shop.example',
  from: { email: 'hello@shop.example', name: 'The Shop' },
  subject: 'Hi',
  html: '<p>Hi</p>',
  text: 'Hi',
  unsubscribeUrl: 'https://api.example/u/t',
};

describe('SES', () => {
  let ses: FakeProvider;
  let aws: LocalAws;
  beforeAll(async () => {
    ses = new FakeProvider('ses');
    aws = await serveAws([ses]);
  });
  afterAll(() => aws.close());

  const send = (message = email) =>
    sesSender({ client: new SESClient(aws.config), configurationSet: 'tributary-dev' })(message);
  const answer = (status: number, inside: string) => {
    ses.answers.clear();
    ses.answer('SendRawEmail', status, inside);
  };

  it('gets the raw message with its envelope, configuration set and tags', async () => {
    answer(200, '<MessageId>m1</MessageId>');

    const outcome = await send();

    expect(outcome).toEqual({ status: 'accepted', providerId: 'm1' });
    const call = ses.calls.at(-1);
    expect(Object.fromEntries(call ?? [])).toMatchObject({
      Action: 'SendRawEmail',
      Source: 'hello@shop.example',
      'Destinations.member.1': 'anna@shop.example',
      ConfigurationSetName: 'tributary-dev',
      'Tags.member.1.Name': 'sendId',
      'Tags.member.1.Value': 'AbC_dEf-123',
      'Tags.member.2.Name': 'entryId',
      'Tags.member.2.Value': 'gHi-jKl_456',
    });
    const raw = Buffer.from(call?.get('RawMessage.Data') ?? '', 'base64').toString('latin1');
    expect(parseMime(raw).headers.get('list-unsubscribe')).toBe('<https://api.example/u/t>');
  });

  it.each([
    [400, 'MessageRejected', 'rejected'],
    [400, 'MailFromDomainNotVerified', 'rejected'],
    [400, 'ConfigurationSetDoesNotExist', 'rejected'],
    [400, 'Throttling', 'not-now'],
    [403, 'AccessDenied', 'not-now'],
    [500, 'InternalFailure', 'unsettled'],
    [503, 'ServiceUnavailable', 'unsettled'],
  ])('that answers %i %s leaves the message %s, after one call', async (status, code, expected) => {
    answer(status, code);
    const before = ses.calls.length;

    const outcome = await send();

    expect(outcome.status).toBe(expected);
    expect(ses.calls.length - before).toBe(1);
  });

  it('that cannot be reached leaves it open whether it went out', async () => {
    const client = new SESClient({ ...aws.config, endpoint: 'http://127.0.0.1:1' });

    expect(await sesSender({ client, configurationSet: 'c' })(email)).toMatchObject({ status: 'unsettled' });
  });

  it('is not asked to take more than 10 MB', async () => {
    const before = ses.calls.length;

    const outcome = await send({ ...email, html: 'a'.repeat(11 * 1_024 * 1_024) });

    expect(outcome).toEqual({ status: 'rejected', reason: 'too large' });
    expect(ses.calls.length).toBe(before);
  });
});
