import { describe, expect, it } from 'vitest';
import { type RedrivePorts, redrive } from '../../../functions/collector/redrive.ts';
import type { LogEntry } from '../../../shared/events/event-log.ts';
import type { KeptFailedEvent } from '../../../shared/events/failed-event.ts';
import { orderCompleted } from '../../shared/json/contract/contract-cases.ts';
import { browserSource, serverSource } from '../../support/collector/collector.ts';

/** A stream that takes all but the events of these people, and what became of everything. */
function worldWith(refusedUsers: readonly string[] = []) {
  const entries: LogEntry[] = [];
  const removed: string[] = [];
  const isRefused = ({ event }: LogEntry) => refusedUsers.includes(event.userId ?? '');
  const ports: RedrivePorts = {
    log: {
      append: async (appended) => {
        entries.push(...appended.filter((entry) => !isRefused(entry)));
        return appended.filter(isRefused);
      },
    },
    failed: { removeFailedEvents: async (ids) => void removed.push(...ids) },
    loadIdentityKey: async () => Buffer.from('identity key of the tests'),
    loadSources: async () => new Map([serverSource, browserSource].map((source) => [source.id, source])),
  };
  return { ports, removed, events: () => entries.map(({ event }) => event) };
}

const posted = (id: string, payload: object, more: Partial<KeptFailedEvent> = {}): KeptFailedEvent => ({
  id,
  code: 'unknown_type',
  reason: 'as it was then',
  payload: { userId: 'anna', event: 'Seen', ...payload },
  arrival: { envelope: {} },
  sourceId: 'server',
  receivedAt: '2026-11-01T12:00:00.000Z',
  messageId: `message-${id}`,
  ...more,
});

describe('a redrive', () => {
  it('sends an event as it would go today, with the id and the time it came with', async () => {
    const { ports, removed, events } = worldWith();

    const result = await redrive(ports, [posted('1', { type: 'track' })]);

    expect(result).toEqual({ redriven: 1, failed: [] });
    expect(events()).toMatchObject([
      {
        type: 'track',
        messageId: 'message-1',
        timestamp: '2026-11-01T12:00:00.000Z',
        source: { id: 'server' },
      },
    ]);
    expect(removed).toEqual(['1']);
  });

  it('minds the path, the envelope and the address that the event came with', async () => {
    const { ports, events } = worldWith();
    const envelope = { context: { locale: 'pl-PL' }, sentAt: '2026-11-01T11:00:00.000Z' };
    const arrival = { type: 'track', envelope, ip: '203.0.113.7' } as const;

    await redrive(ports, [
      posted('1', { timestamp: '2026-11-01T10:30:00.000Z' }, { arrival, sourceId: 'browser' }),
    ]);

    expect(events()).toMatchObject([
      { context: { locale: 'pl-PL', ip: '203.0.113.7' }, timestamp: '2026-11-01T11:30:00.000Z' },
    ]);
  });

  it('puts what was an event of the stream back as it was', async () => {
    const { ports, events } = worldWith();
    const event = JSON.parse(JSON.stringify(orderCompleted({ total: 9 })));

    await redrive(ports, [posted('1', {}, { payload: event, arrival: undefined, sourceId: 'gone' })]);

    expect(events()).toEqual([event]);
  });

  it.each([
    ['unknown_type', posted('1', { type: 'still wrong' })],
    ['unknown_source', posted('1', { type: 'track' }, { sourceId: 'gone' })],
    ['forbidden_operation', posted('1', { type: 'alias', previousId: 'x' }, { sourceId: 'browser' })],
    ['not_an_event', posted('1', {}, { payload: 'a record that was no JSON', arrival: undefined })],
    // a browser must not become a server by naming one
    [
      'forbidden_operation',
      posted(
        '1',
        { type: 'alias', previousId: 'x', source: { id: 'server', kind: 'server' } },
        { sourceId: 'browser' },
      ),
    ],
  ])('keeps what is still %s', async (code, kept) => {
    const { ports, removed, events } = worldWith();

    const result = await redrive(ports, [kept]);

    expect(result).toMatchObject({ redriven: 0, failed: [{ id: '1', code }] });
    expect([events(), removed]).toEqual([[], []]);
  });

  it('keeps what the stream does not take, and only that', async () => {
    const { ports, removed } = worldWith(['berta']);

    const result = await redrive(ports, [
      posted('1', { type: 'track' }),
      posted('2', { type: 'track', userId: 'berta' }),
    ]);

    expect(result).toMatchObject({ redriven: 1, failed: [{ id: '2', code: 'stream_unavailable' }] });
    expect(removed).toEqual(['1']);
  });
});
