import { PublishCommand } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMessages, topicArn } from '../../../../support/aws/queues/local-messages.ts';

describe('a topic', () => {
  let messages: Awaited<ReturnType<typeof startMessages>>;
  beforeEach(async () => {
    messages = await startMessages();
  });
  afterEach(() => messages.close());

  const publish = (input: Partial<ConstructorParameters<typeof PublishCommand>[0]> = {}) =>
    messages.client.sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'Hello', ...input }));

  it('brings a message to a queue in the envelope of SNS', async () => {
    const { MessageId } = await publish({
      Subject: 'News',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } },
    });

    expect(messages.bodies('wrapped')).toEqual([
      {
        Type: 'Notification',
        MessageId,
        TopicArn: topicArn,
        Subject: 'News',
        Message: 'Hello',
        Timestamp: '2026-01-02T03:04:05.000Z',
        SignatureVersion: '1',
        Signature: expect.any(String),
        SigningCertURL: expect.stringContaining('https://sns.us-east-1.amazonaws.com/'),
        UnsubscribeURL: expect.stringContaining('Action=Unsubscribe'),
        MessageAttributes: { kind: { Type: 'String', Value: 'greeting' } },
      },
    ]);
  });

  it('brings it as it is, with its attributes, where raw delivery is asked for', async () => {
    const bytes = Buffer.from([1, 2]);
    await publish({
      TopicArn: undefined,
      TargetArn: topicArn,
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'greeting' },
        bytes: { DataType: 'Binary', BinaryValue: bytes },
      },
    });

    expect(messages.bodies('raw')).toEqual(['Hello']);
    expect(messages.attributes('raw')).toEqual({
      kind: { DataType: 'String', StringValue: 'greeting' },
      bytes: { DataType: 'Binary', BinaryValue: bytes.toString('base64') },
    });
  });

  it.each([
    ['a topic that is not there', { TopicArn: `${topicArn}-2` }, 'Topic does not exist'],
    ['a message over 256 KiB', { Message: 'x'.repeat(262_145) }, 'Message too long'],
    ['a subject of two lines', { Subject: 'a\nb' }, 'Subject'],
    ['a message for each protocol', { MessageStructure: 'json', Message: '{}' }, 'plain messages only'],
  ])('refuses %s', async (_what, input, reason) => {
    await expect(publish(input)).rejects.toThrow(reason);
    expect(messages.bodies('raw')).toEqual([]);
  });
});
