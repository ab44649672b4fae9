import { ListIdentitiesCommand, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../../../../infra/local/clock.ts';
import { type Outbox, openOutbox } from '../../../../../infra/local/services/messages/outbox.ts';
import { openSes } from '../../../../../infra/local/services/messages/ses.ts';
import { openSns } from '../../../../../infra/local/services/messages/sns.ts';
import { openQueues } from '../../../../../infra/local/services/queues/queues.ts';
import { type LocalAws, serveAws } from '../../../../support/aws/local-aws.ts';

const mail = (...headers: string[]) => ({
  Data: Buffer.from([...headers, 'Subject: Your cart', '', 'Hello & welcome <Ana>'].join('\r\n')),
});

describe('the local SES', () => {
  const clock = createClock({ offset: 0 });
  let outbox: Outbox;
  let aws: LocalAws;
  let client: SESClient;
  beforeAll(async () => {
    clock.freeze();
    outbox = openOutbox(clock, undefined);
    const queues = openQueues({ clock });
    const { topics } = openSns({ clock, outbox, queues });
    const ses = openSes({ outbox, topics });
    ses.destinations.createConfigurationSet('shop');
    aws = await serveAws([ses]);
    client = new SESClient(aws.config);
  });
  afterAll(async () => {
    client.destroy();
    await aws.close();
    outbox.close();
  });

  const send = (input: Partial<ConstructorParameters<typeof SendRawEmailCommand>[0]>) =>
    client.send(
      new SendRawEmailCommand({
        Source: 'Shop <shop@example.com>',
        RawMessage: mail('From: shop@example.com'),
        Destinations: ['ana@example.com'],
        ...input,
      }),
    );

  it('keeps what it accepts, with its tag', async () => {
    const { MessageId } = await send({
      ConfigurationSetName: 'shop',
      Tags: [
        { Name: 'journey', Value: 'cart' },
        { Name: 'sendId', Value: 'send-1_x' },
      ],
    });

    expect(outbox.messages({ to: 'ana@example.com' })).toEqual([
      {
        channel: 'email',
        to: 'ana@example.com',
        at: new Date(clock.now()).toISOString(),
        messageId: MessageId,
        sendId: 'send-1_x',
        subject: 'Your cart',
        text: 'Hello & welcome <Ana>',
        headers: { from: 'shop@example.com', subject: 'Your cart' },
        raw: expect.stringContaining('Subject: Your cart\r\n'),
        source: 'Shop <shop@example.com>',
        tags: { journey: 'cart', sendId: 'send-1_x' },
        configurationSet: 'shop',
      },
    ]);
  });

  it('sends to whom the message names when the call names nobody', async () => {
    const raw = mail(
      'From: shop@example.com',
      'To: Bob <bob@example.com>',
      'X-SES-MESSAGE-TAGS: sendId=send-2',
    );

    await send({ Source: undefined, Destinations: undefined, RawMessage: raw });

    expect(outbox.messages({ channel: 'email', to: 'bob@example.com' })).toMatchObject([
      { sendId: 'send-2' },
    ]);
  });

  it.each([
    [
      'a configuration set that is not there',
      { ConfigurationSetName: 'other' },
      'ConfigurationSetDoesNotExist',
    ],
    ['no sender', { Source: undefined, RawMessage: mail() }, 'InvalidParameterValue'],
    ['an address without a domain', { Destinations: ['ana'] }, 'InvalidParameterValue'],
    ['nobody to send to', { Destinations: [] }, 'InvalidParameterValue'],
    [
      '51 recipients',
      { Destinations: Array.from({ length: 51 }, (_, i) => `${i}@example.com`) },
      'InvalidParameterValue',
    ],
    ['a tag with a space', { Tags: [{ Name: 'sendId', Value: 'a b' }] }, 'InvalidParameterValue'],
    [
      'more than 10 MB',
      { RawMessage: { Data: Buffer.alloc(10 * 1024 * 1024 + 1, 'a') } },
      'InvalidParameterValue',
    ],
  ])('refuses %s', async (_case, changed, code) => {
    const before = outbox.messages().length;

    await expect(send(changed)).rejects.toMatchObject({ name: expect.stringContaining(code) });
    expect(outbox.messages()).toHaveLength(before);
  });

  it('says what it cannot do', async () => {
    await expect(client.send(new ListIdentitiesCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: 'there is no action "ListIdentities" here, only SendRawEmail',
    });
  });
});
