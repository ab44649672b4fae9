import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QueueClient } from './queue-client.ts';
import type { QueuesUnderTest } from './queue-contract.ts';

/** Batches, and what SQS refuses. */
export function queueLimitsContract(name: string, start: () => Promise<QueuesUnderTest>): void {
  describe(name, () => {
    let under: QueuesUnderTest;
    let queue: QueueClient;
    beforeEach(async () => {
      under = await start();
      queue = await QueueClient.of(under.client, 'orders');
    });
    afterEach(() => under.close());

    describe('batches', () => {
      it('send, hide and delete each entry for itself', async () => {
        const Entries = [
          { Id: 'a', MessageBody: 'one' },
          { Id: 'b', MessageBody: '' },
          { Id: 'c', MessageBody: 'two' },
        ];

        const sent = await queue.client.send(
          new SendMessageBatchCommand({ QueueUrl: queue.QueueUrl, Entries }),
        );

        expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a', 'c']);
        expect(sent.Failed).toMatchObject([{ Id: 'b', SenderFault: true, Code: 'MissingParameter' }]);
        const received = (await queue.receive()).map(({ ReceiptHandle }, index) => ({
          Id: `${index}`,
          ReceiptHandle,
        }));
        const hidden = await queue.client.send(
          new ChangeMessageVisibilityBatchCommand({
            QueueUrl: queue.QueueUrl,
            Entries: received.map((entry) => ({ ...entry, VisibilityTimeout: 100 })),
          }),
        );
        expect(hidden.Successful).toHaveLength(2);
        const deleted = await queue.client.send(
          new DeleteMessageBatchCommand({
            QueueUrl: queue.QueueUrl,
            Entries: [...received, { Id: 'x', ReceiptHandle: 'none' }],
          }),
        );
        expect(deleted.Successful).toHaveLength(2);
        expect(deleted.Failed).toMatchObject([{ Id: 'x', Code: 'ReceiptHandleIsInvalid' }]);
        expect(await queue.counts()).toEqual([0, 0, 0]);
      });

      it.each([
        ['without entries', [], 'EmptyBatchRequest'],
        [
          'of more than ten',
          Array.from({ length: 11 }, (_, id) => ({ Id: `${id}`, MessageBody: 'a' })),
          'TooManyEntriesInBatchRequest',
        ],
        [
          'with an id twice',
          [
            { Id: 'a', MessageBody: 'a' },
            { Id: 'a', MessageBody: 'b' },
          ],
          'BatchEntryIdsNotDistinct',
        ],
        ['with an id that is none', [{ Id: 'a b', MessageBody: 'a' }], 'InvalidBatchEntryId'],
        [
          'of more than 1 MiB',
          ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) })),
          'BatchRequestTooLong',
        ],
      ])('are refused %s', async (_what, Entries, error) => {
        await expect(
          queue.client.send(new SendMessageBatchCommand({ QueueUrl: queue.QueueUrl, Entries })),
        ).rejects.toMatchObject({
          name: error,
        });
      });
    });

    describe('what is refused', () => {
      it.each<[string, Partial<SendMessageCommandInput>, string]>([
        ['an empty body', { MessageBody: '' }, 'MissingParameter'],
        ['a body over 1 MiB', { MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue'],
        ['a character that XML cannot hold', { MessageBody: 'a\u0000b' }, 'InvalidMessageContents'],
        ['a delay over 15 minutes', { MessageBody: 'a', DelaySeconds: 901 }, 'InvalidParameterValue'],
        [
          'an attribute without a value',
          { MessageBody: 'a', MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
          'InvalidParameterValue',
        ],
        [
          'an attribute of no known type',
          { MessageBody: 'a', MessageAttributes: { a: { DataType: 'Date', StringValue: 'x' } } },
          'InvalidParameterValue',
        ],
        [
          'a queue that is not there',
          { MessageBody: 'a', QueueUrl: 'http://127.0.0.1/0/none' },
          'QueueDoesNotExist',
        ],
      ])('is %s', async (_what, input, error) => {
        await expect(queue.send('', input)).rejects.toMatchObject({ name: error });
      });

      it('is to receive more than ten', async () => {
        await expect(queue.receive({ MaxNumberOfMessages: 11 })).rejects.toMatchObject({
          name: 'InvalidParameterValue',
        });
      });

      it('is an attribute of a queue that nobody knows', async () => {
        const command = new GetQueueAttributesCommand({
          QueueUrl: queue.QueueUrl,
          AttributeNames: ['Colour' as never],
        });

        await expect(queue.client.send(command)).rejects.toMatchObject({ name: 'InvalidAttributeName' });
      });
    });
  });
}
