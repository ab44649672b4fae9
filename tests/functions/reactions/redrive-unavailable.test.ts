import { describe, expect, it } from 'vitest';
import { redriveUnavailable } from '../../../functions/reactions/redrive-unavailable.ts';
import type { LogEntry } from '../../../shared/events/event-log.ts';
import { orderCompleted } from '../../shared/json/contract/contract-cases.ts';

const event = (userId: string) => ({ ...orderCompleted({ total: 9 }), userId, messageId: `of-${userId}` });

/** An insert as the table's stream tells it. */
function record(sequenceNumber: string, payload: unknown) {
  const newImage = {
    id: { S: `id-${sequenceNumber}` },
    code: { S: 'stream_unavailable' },
    reason: { S: 'the stream did not take the event' },
    receivedAt: { S: '2026-11-21T12:00:00.000Z' },
    payload: { S: JSON.stringify(payload) },
  };
  return { sequenceNumber, newImage };
}

/** A stream that takes all but the events of these people, and what became of everything. */
function worldWith(refusedUsers: readonly string[] = []) {
  const sent: string[] = [];
  const removed: string[] = [];
  const isRefused = ({ event }: LogEntry) => refusedUsers.includes(event.userId ?? '');
  const ports = {
    log: {
      append: async (entries: readonly LogEntry[]) => {
        sent.push(...entries.filter((entry) => !isRefused(entry)).map((entry) => entry.event.messageId));
        return entries.filter(isRefused);
      },
    },
    failed: { removeFailedEvents: async (ids: readonly string[]) => void removed.push(...ids) },
    loadIdentityKey: async () => Buffer.from('identity key of the tests'),
    loadSources: async () => new Map(),
  };
  return { ports, sent, removed };
}

describe('events that the stream did not take', () => {
  it('are put there and forgotten once it takes them', async () => {
    const { ports, sent, removed } = worldWith();

    const result = await redriveUnavailable(ports, [record('1', event('anna')), record('2', event('berta'))]);

    expect(result.failedFrom).toBeUndefined();
    expect(sent).toEqual(['of-anna', 'of-berta']);
    expect(removed).toEqual(['id-1', 'id-2']);
  });

  it('are repeated from the first that it still does not take', async () => {
    const { ports, sent, removed } = worldWith(['berta']);
    const records = ['anna', 'berta', 'carl'].map((userId, index) => record(String(index), event(userId)));

    const result = await redriveUnavailable(ports, records);

    expect(result.failedFrom).toBe('1');
    expect(result.error).toMatchObject({
      name: 'RetryableError',
      message: expect.stringContaining('1 event'),
    });
    expect(sent).toEqual(['of-anna', 'of-carl']);
    expect(removed).toEqual(['id-0', 'id-2']);
  });

  it('stay in the table, and hold up no others, when they can never go', async () => {
    const { ports, sent, removed } = worldWith();

    const result = await redriveUnavailable(ports, [record('1', 'no event'), record('2', event('anna'))]);

    expect(result.failedFrom).toBeUndefined();
    expect([sent, removed]).toEqual([['of-anna'], ['id-2']]);
  });
});
