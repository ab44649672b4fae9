import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QueueClient } from './queue-client.ts';

/** A standard queue `orders` of 30 s visibility, of which messages go to `failed-orders` once received twice. */
export type QueuesUnderTest = {
  readonly client: SQSClient;
  /** Moves the time of the queues. */
  advance(seconds: number): Promise<void>;
  close(): Promise<void>;
};

/** What whoever sends and receives may rely on, told to SQS's own client. */
export function queueContract(name: string, start: () => Promise<QueuesUnderTest>): void {
  describe(name, () => {
    let under: QueuesUnderTest;
    let queue: QueueClient;
    beforeEach(async () => {
      under = await start();
      queue = await QueueClient.of(under.client, 'orders');
    });
    afterEach(() => under.close());

    describe('sending and receiving', () => {
      it('gives back what was sent, oldest first', async () => {
        for (const body of ['one', 'two', 'three ✓']) await queue.send(body);

        expect(await queue.receiveBodies()).toEqual(['one', 'two', 'three ✓']);
      });

      it('gives one message unless asked for more', async () => {
        for (const body of ['one', 'two']) await queue.send(body);

        expect(await queue.receive({ MaxNumberOfMessages: undefined })).toHaveLength(1);
      });

      it('answers nothing when there is nothing', async () => {
        expect(await queue.receive()).toEqual([]);
      });

      it('tells the id, the checksum and the attributes that are asked for', async () => {
        const attributes = {
          kind: { DataType: 'String', StringValue: 'order' },
          count: { DataType: 'Number.int', StringValue: '3' },
          raw: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) },
        };

        const sent = await queue.send('a', { MessageAttributes: attributes });

        const [message] = await queue.receive({
          MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
          MessageAttributeNames: ['All'],
        });
        // the client has compared the checksum of the body
        expect(message).toMatchObject({
          MessageId: sent.MessageId,
          MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
          Attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) },
        });
        expect(message?.MessageAttributes).toEqual({
          ...attributes,
          raw: { DataType: 'Binary', BinaryValue: Uint8Array.from([0, 255]) },
        });
      });

      it('writes the checksum of attributes as AWS documents it', async () => {
        const sent = await queue.send('a', {
          MessageAttributes: { name: { DataType: 'String', StringValue: 'x' } },
        });

        // md5 of 0004 name 0006 String 01 0001 x, each length in four bytes
        expect(sent.MD5OfMessageAttributes).toBe('963f17d515fcf6d734cd2916d0ecfafe');
      });

      it('tells only the attributes whose names begin as asked', async () => {
        const text = { DataType: 'String', StringValue: 'x' };
        await queue.send('a', { MessageAttributes: { 'order.id': text, 'order.day': text, other: text } });

        const [message] = await queue.receive({ MessageAttributeNames: ['order.*'] });

        expect(Object.keys(message?.MessageAttributes ?? {}).sort()).toEqual(['order.day', 'order.id']);
        expect(message?.Attributes).toBeUndefined();
      });

      it('waits for a message that comes', async () => {
        const waiting = queue.receive({ WaitTimeSeconds: 20 });

        await queue.send('late');

        expect((await waiting).map(({ Body }) => Body)).toEqual(['late']);
      });

      it('ends waiting when nothing comes', async () => {
        expect(await queue.receive({ WaitTimeSeconds: 1 })).toEqual([]);
      });

      it('keeps a delayed message back until its delay has passed', async () => {
        await queue.send('late', { DelaySeconds: 60 });

        await under.advance(59);
        expect(await queue.receive()).toEqual([]);
        expect(await queue.counts()).toEqual([0, 0, 1]);

        await under.advance(1);
        expect(await queue.receiveBodies()).toEqual(['late']);
      });

      it('forgets a message after the retention period', async () => {
        await queue.send('old');

        await under.advance(345_600);

        expect(await queue.receive()).toEqual([]);
      });
    });

    describe('a message that was received', () => {
      it('is out of sight until its visibility timeout has passed', async () => {
        await queue.send('a');
        await queue.receive();

        await under.advance(29);
        expect(await queue.receive()).toEqual([]);
        expect(await queue.counts()).toEqual([0, 1, 0]);

        await under.advance(1);
        expect(await queue.receiveBodies()).toEqual(['a']);
      });

      it('keeps its id and counts how often it was received', async () => {
        const { MessageId } = await queue.send('a');
        await queue.receive({ VisibilityTimeout: 0 });

        const [again] = await queue.receive({ MessageSystemAttributeNames: ['All'] });

        expect(again).toMatchObject({ MessageId, Attributes: { ApproximateReceiveCount: '2' } });
      });

      it('is gone once deleted, and deleting it again is no error', async () => {
        await queue.send('a');
        const [message] = await queue.receive();

        await queue.delete(message);
        await queue.delete(message);

        await under.advance(31);
        expect(await queue.receive()).toEqual([]);
      });

      it('is not deleted with the handle of an earlier receiving', async () => {
        await queue.send('a');
        const [earlier] = await queue.receive({ VisibilityTimeout: 0 });
        await queue.receive();

        await queue.delete(earlier);

        expect(await queue.counts()).toEqual([0, 1, 0]);
      });

      it('is visible again at once, or later, when its receiver says so', async () => {
        await queue.send('a');
        const [message] = await queue.receive();

        await queue.hide(message, 100);
        await under.advance(99);
        expect(await queue.receive()).toEqual([]);

        await queue.hide(message, 0);
        expect(await queue.receiveBodies()).toEqual(['a']);
      });

      it('cannot be hidden longer once it is visible again', async () => {
        await queue.send('a');
        const [message] = await queue.receive();
        await under.advance(31);

        await expect(queue.hide(message, 10)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
      });

      it('goes to the dead letter queue instead of being received once more than allowed', async () => {
        const { MessageId } = await queue.send('poison');
        for (const _ of [1, 2])
          expect(await queue.receiveBodies({ VisibilityTimeout: 0 })).toEqual(['poison']);

        expect(await queue.receive()).toEqual([]);
        const failed = await QueueClient.of(under.client, 'failed-orders');
        const deadLetters = await failed.receive({
          MessageSystemAttributeNames: ['DeadLetterQueueSourceArn'],
        });
        expect(deadLetters).toMatchObject([
          {
            MessageId,
            Body: 'poison',
            Attributes: { DeadLetterQueueSourceArn: expect.stringMatching(/:orders$/) },
          },
        ]);
      });
    });

    it('takes a message of exactly 1 MiB', async () => {
      await queue.send('x'.repeat(1_048_576));

      expect(await queue.counts()).toEqual([1, 0, 0]);
    });

    it('is empty after a purge', async () => {
      for (const body of ['one', 'two']) await queue.send(body);

      await queue.client.send(new PurgeQueueCommand({ QueueUrl: queue.QueueUrl }));

      expect(await queue.counts()).toEqual([0, 0, 0]);
    });

    it('is listed with its URL', async () => {
      const { QueueUrls } = await queue.client.send(new ListQueuesCommand({ QueueNamePrefix: 'ord' }));

      expect(QueueUrls).toEqual([queue.QueueUrl]);
    });

    it('tells its settings', async () => {
      const { Attributes } = await queue.client.send(
        new GetQueueAttributesCommand({ QueueUrl: queue.QueueUrl, AttributeNames: ['All'] }),
      );

      expect(Attributes).toMatchObject({
        QueueArn: expect.stringMatching(/^arn:aws:sqs:[^:]+:\d{12}:orders$/),
        VisibilityTimeout: '30',
        MessageRetentionPeriod: '345600',
        MaximumMessageSize: '1048576',
        DelaySeconds: '0',
      });
      expect(JSON.parse(Attributes?.RedrivePolicy ?? '')).toEqual({
        deadLetterTargetArn: expect.stringMatching(/:failed-orders$/),
        maxReceiveCount: 2,
      });
    });
  });
}
