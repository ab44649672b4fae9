import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import { PublishCommand } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Feedback, giveFeedback } from '../../../../../infra/local/services/messages/feedback.ts';
import { startMessages, topicArn } from '../../../../support/aws/queues/local-messages.ts';

describe('what SES publishes', () => {
  let messages: Awaited<ReturnType<typeof startMessages>>;
  beforeEach(async () => {
    messages = await startMessages();
    for (const name of ['shop', 'quiet']) messages.destinations.createConfigurationSet(name);
    const eventTypes = ['send', 'delivery', 'bounce', 'complaint', 'reject', 'click'];
    messages.destinations.add({ configurationSet: 'shop', topicArn, eventTypes, isAllowed: () => true });
  });
  afterEach(() => messages.close());

  const mail = 'From: Shop <shop@example.com>\r\nTo: ana@example.com\r\nSubject: Your cart\r\n\r\nHello';
  const send = (changes: Partial<ConstructorParameters<typeof SendRawEmailCommand>[0]> = {}) =>
    messages.client.ses.send(
      new SendRawEmailCommand({
        Source: 'Shop <shop@example.com>',
        Destinations: ['ana@example.com', 'bob@example.com'],
        RawMessage: { Data: Buffer.from(mail) },
        ConfigurationSetName: 'shop',
        Tags: [{ Name: 'sendId', Value: 'send-1' }],
        ...changes,
      }),
    );
  const give = (feedback: unknown) => giveFeedback(feedback, messages);
  const timestamp = '2026-01-02T03:04:05.000Z';
  const recipients = ['ana@example.com', 'bob@example.com'];

  it('is at once that it has taken an email', async () => {
    const { MessageId } = await send();

    expect(messages.bodies('raw')).toEqual([
      {
        eventType: 'Send',
        mail: {
          timestamp,
          source: 'Shop <shop@example.com>',
          sourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/shop@example.com',
          sendingAccountId: '000000000000',
          messageId: MessageId,
          destination: recipients,
          headersTruncated: false,
          headers: [
            { name: 'From', value: 'Shop <shop@example.com>' },
            { name: 'To', value: 'ana@example.com' },
            { name: 'Subject', value: 'Your cart' },
          ],
          commonHeaders: {
            from: ['Shop <shop@example.com>'],
            to: ['ana@example.com'],
            messageId: MessageId,
            subject: 'Your cart',
          },
          tags: expect.objectContaining({
            'ses:configuration-set': ['shop'],
            'ses:from-domain': ['example.com'],
            sendId: ['send-1'],
          }),
        },
        send: {},
      },
    ]);
  });

  it.each<[Feedback, object]>([
    [
      { sendId: 'send-1', type: 'Delivery' },
      { delivery: { timestamp, recipients, smtpResponse: expect.any(String) } },
    ],
    [
      { sendId: 'send-1', type: 'Bounce' },
      {
        bounce: {
          timestamp,
          feedbackId: expect.any(String),
          bounceType: 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: recipients.map((emailAddress) => ({ emailAddress, status: '5.1.1' })),
        },
      },
    ],
    [
      { sendId: 'send-1', type: 'Bounce', bounceType: 'Transient', bounceSubType: 'MailboxFull' },
      { bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull' } },
    ],
    [
      { sendId: 'send-1', type: 'Complaint' },
      {
        complaint: {
          timestamp,
          complaintFeedbackType: 'abuse',
          complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
        },
      },
    ],
    [{ sendId: 'send-1', type: 'Reject' }, { reject: { reason: 'Bad content' } }],
    [
      { sendId: 'send-1', type: 'Click', link: 'https://shop.example.com/cart' },
      { click: { timestamp, link: 'https://shop.example.com/cart', userAgent: expect.any(String) } },
    ],
  ])('is the feedback %j', async (feedback, part) => {
    const { MessageId } = await send();

    const answer = give(feedback);

    expect(answer).toEqual({
      messageId: MessageId,
      published: [{ topicArn, notificationId: expect.any(String) }],
    });
    expect(messages.bodies('raw')[1]).toMatchObject({
      eventType: feedback.type,
      mail: { messageId: MessageId, tags: { sendId: ['send-1'] } },
      ...part,
    });
  });

  it('is nothing without a configuration set', async () => {
    await send({ ConfigurationSetName: undefined });

    expect(messages.bodies('raw')).toEqual([]);
  });

  it('is about the email last taken under an id', async () => {
    await send({ Destinations: ['old@example.com'] });
    const { MessageId } = await send();

    expect(give({ sendId: 'send-1', type: 'Delivery' }).messageId).toBe(MessageId);
  });

  it.each([
    ['an id that nobody knows', { sendId: 'send-2', type: 'Bounce' }, 404, 'no provider has accepted'],
    ['a message that is no email', { sendId: 'sms-1', type: 'Bounce' }, 400, 'went out by sms'],
    ['no id', { type: 'Bounce' }, 400, 'sendId: '],
    ['a type there is not', { sendId: 'send-1', type: 'Lost' }, 400, '"Send"|"Delivery"|"Bounce"'],
    ['a bounce of no known type', { sendId: 'send-1', type: 'Bounce', bounceType: 'x' }, 400, 'bounceType: '],
    ['a click on nothing', { sendId: 'send-1', type: 'Click' }, 400, 'link: '],
    ['a detail there is not', { sendId: 'send-1', type: 'Delivery', late: true }, 400, '"late"'],
    [
      'an event that nobody hears',
      { sendId: 'send-1', type: 'Open' },
      400,
      'no enabled destination for Open',
    ],
    ['an email of a set that publishes nothing', { sendId: 'send-3', type: 'Delivery' }, 400, '"quiet"'],
  ])('refuses feedback with %s', async (_what, feedback, status, reason) => {
    await send();
    await send({ ConfigurationSetName: 'quiet', Tags: [{ Name: 'sendId', Value: 'send-3' }] });
    await messages.client.sns.send(
      new PublishCommand({
        PhoneNumber: '+48600100200',
        Message: 'Hello',
        MessageAttributes: { sendId: { DataType: 'String', StringValue: 'sms-1' } },
      }),
    );

    expect(() => give(feedback)).toThrow(
      expect.objectContaining({ status, message: expect.stringContaining(reason) }),
    );
  });
});
