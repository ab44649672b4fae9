import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { queueHandler } from '../../../functions/feedback/queue-handler.ts';

const context = {} as Context; // the handler does not look at it
const record = (messageId: string, body = messageId) => ({
  messageId,
  body,
  attributes: { SentTimestamp: '1793527200000' },
});

describe('a batch of a queue', () => {
  it('brings back the messages that failed, and no other', async () => {
    const done: string[] = [];
    const handler = queueHandler(async ({ body, sentAt }) => {
      if (body === 'bad') throw new Error('table is away');
      done.push(`${body} ${sentAt.toISOString()}`);
    });

    const answer = await handler({ Records: [record('1'), record('2', 'bad'), record('3')] }, context);

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(done.sort()).toEqual(['1 2026-11-01T10:00:00.000Z', '3 2026-11-01T10:00:00.000Z']);
  });

  it('that is empty or done brings nothing back', async () => {
    const handler = queueHandler(async () => undefined);

    expect(await handler({ Records: [] }, context)).toEqual({ batchItemFailures: [] });
    expect(await handler({ Records: [record('1')] }, context)).toEqual({ batchItemFailures: [] });
  });

  it('that is no batch of a queue fails as a whole', async () => {
    await expect(
      queueHandler(async () => undefined)({ Records: [{ kinesis: {} }] }, context),
    ).rejects.toThrow();
  });
});
