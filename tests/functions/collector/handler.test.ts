import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventLog, LogEntry } from '../../../shared/events/event-log.ts';
import type { FailedEvent, FailedEventStore } from '../../../shared/events/failed-event.ts';
import { nodeKey } from '../../../shared/identity/node-key.ts';
import {
  BROWSER_KEY,
  browserSource,
  memoryCollector,
  memorySources,
  SERVER_KEY,
  serverSource,
} from '../../support/collector/collector.ts';

const page = (n: number) => ({ type: 'page', userId: `u-${n}`, messageId: `m-${n}` });

const refusing = (refuses: (entry: LogEntry) => boolean): EventLog => ({
  append: async (entries) => entries.filter(refuses),
});
const broken: FailedEventStore = {
  saveFailedEvents: async () => {
    throw new Error('down');
  },
};

describe('what is answered', () => {
  it('says what became of each event', async () => {
    const collector = memoryCollector();
    const batch = [
      page(0),
      { userId: 'u', messageId: 'm-1' },
      { type: 'page', userId: 'null', anonymousId: 'a' },
    ];

    const { status, body } = await collector.post('/v1/batch', { batch });

    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      accepted: 2,
      rejected: [{ index: 1, messageId: 'm-1', code: 'unknown_type', message: expect.any(String) }],
      warnings: [{ index: 2, code: 'blocked_id', message: expect.any(String) }],
    });
    expect(collector.failed).toEqual([
      {
        code: 'unknown_type',
        reason: expect.any(String),
        payload: batch[1],
        arrival: { envelope: {}, ip: '203.0.113.10' },
        sourceId: 'server',
        receivedAt: '2026-11-21T12:00:00.000Z',
        messageId: 'm-1',
      },
    ]);
  });

  it('keeps one record per event, by person', async () => {
    const collector = memoryCollector();
    const key = Buffer.from('identity key of the tests');

    await collector.post('/v1/batch', { batch: [page(1), page(2), page(1)] });

    expect(collector.entries.map(({ partitionKey }) => `user_id:${partitionKey}`)).toEqual(
      ['u-1', 'u-2', 'u-1'].map((userId) => nodeKey(key, 'user_id', userId)),
    );
  });

  it.each([
    ['/v1/t', 'track'],
    ['/t', 'track'],
    ['/v1/track', 'track'],
    ['/v1/i', 'identify'],
    ['/v1/p/', 'page'],
    ['/s', 'screen'],
    ['/v1/group', 'group'],
    ['/v1/a', 'alias'],
    ['/api/s/page', 'page'],
    ['/api/s/s2s/track', 'track'],
  ])('takes one event under %s as %s', async (path, type) => {
    const collector = memoryCollector();

    await collector.post(path, { userId: 'u', event: 'X', groupId: 'g', previousId: 'a' });

    expect(collector.events.map((event) => event.type)).toEqual([type]);
  });

  it.each(['/v1/batch', '/v1/import', '/v1/import/', '/v1/b', '/b', '/beacon/v1/batch'])(
    'takes many events under %s',
    async (path) => {
      expect((await memoryCollector().post(path, { batch: [page(1)] })).body.accepted).toBe(1);
    },
  );

  it('takes what analytics-next says of itself and ignores it', async () => {
    const collector = memoryCollector();

    const { status, body } = await collector.call({ path: '/v1/m', body: '{"series":[]}' });

    expect({ status, body }).toEqual({ status: 200, body: { success: true, accepted: 0 } });
    expect([...collector.events, ...collector.failed]).toEqual([]);
  });

  it('knows nobody without a key, or with a wrong one', async () => {
    const collector = memoryCollector();

    expect((await collector.call({ body: '{"batch":[]}' })).body.code).toBe('missing_write_key');
    expect((await collector.post('/v1/batch', { batch: [] }, { 'x-write-key': 'wrong' })).status).toBe(401);
    expect((await collector.call({ method: 'GET', path: '/v1/projects/wrong/settings' })).status).toBe(401);
  });
});

describe('what is durable', () => {
  it('spills what the stream refuses and still counts it as accepted', async () => {
    const collector = memoryCollector({ log: refusing(({ event }) => event.messageId === 'm-1') });

    const { status, body } = await collector.post('/v1/batch', { batch: [page(0), page(1)] });

    expect({ status, accepted: body.accepted }).toEqual({ status: 200, accepted: 2 });
    expect(collector.failed).toMatchObject([
      { code: 'stream_unavailable', messageId: 'm-1', payload: { type: 'page', userId: 'u-1' } },
    ]);
  });

  it.each([
    ['an accepted event is nowhere', { batch: [page(0)] }],
    ['a rejected event is nowhere', { batch: [{ userId: 'u' }] }],
  ])('asks for the events again when %s', async (_reason, body) => {
    const collector = memoryCollector({ log: refusing(() => true), failed: broken });

    const answer = await collector.post('/v1/batch', body);

    expect(answer).toMatchObject({ status: 503, body: { success: false, code: 'unavailable' } });
    expect(answer.headers['retry-after']).toBe('5');
  });

  it('answers a fault with a status a browser can see', async () => {
    const loadIdentityKey = () => Promise.reject(new Error('secret with u-0 in it'));
    const collector = memoryCollector({ loadIdentityKey });

    const { status, headers, body } = await collector.post('/v1/p', page(0), {
      origin: 'https://shop.example',
    });

    expect(status).toBe(500);
    expect(headers['access-control-allow-origin']).toBe('https://shop.example');
    expect(JSON.stringify(body)).not.toContain('u-0');
  });
});

describe('which pages may read an answer', () => {
  const sources = memorySources({
    [BROWSER_KEY]: { ...browserSource, origins: ['https://shop.example'] },
    [SERVER_KEY]: { ...serverSource, origins: [] },
  });
  const originOf = async (origin: string, method = 'POST', key = BROWSER_KEY) => {
    const headers = { origin, 'x-write-key': key };
    const answer = await memoryCollector({ sources }).call({
      method,
      path: '/v1/b',
      headers,
      body: '{"batch":[]}',
    });
    return { status: answer.status, allowed: answer.headers['access-control-allow-origin'] };
  };

  it('those of the source', async () => {
    expect(await originOf('https://shop.example')).toEqual({ status: 200, allowed: 'https://shop.example' });
    expect(await originOf('https://evil.example')).toEqual({ status: 200, allowed: undefined });
    expect(await originOf('https://shop.example', 'POST', SERVER_KEY)).toEqual({
      status: 200,
      allowed: undefined,
    });
  });

  it('those of any source, before a key is known', async () => {
    expect(await originOf('https://shop.example', 'OPTIONS')).toEqual({
      status: 204,
      allowed: 'https://shop.example',
    });
    expect(await originOf('https://evil.example', 'OPTIONS')).toEqual({ status: 204, allowed: undefined });
    expect(await originOf('https://shop.example', 'POST', 'wrong')).toEqual({
      status: 401,
      allowed: 'https://shop.example',
    });
  });

  it('never all of them at once', async () => {
    const { headers } = await memoryCollector().call({
      method: 'OPTIONS',
      headers: { origin: 'https://x.example' },
    });

    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://x.example',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'authorization, content-type, x-write-key',
      'access-control-expose-headers': 'Retry-After',
      vary: 'Origin',
    });
  });
});

describe('whatever is posted', () => {
  const field = fc.constantFrom(
    'type',
    'userId',
    'anonymousId',
    'event',
    'messageId',
    'traits',
    'timestamp',
    'context',
  );
  const value = fc.oneof(
    fc.jsonValue({ noUnicodeString: false }),
    fc.constantFrom('track', 'page', 'identify', 'u-1', 'null', -0, 1e308, '2026-11-21T12:00:00Z'),
  );
  const item = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(field, value),
    fc.record({ type: fc.constant('page'), userId: value }),
  );

  it('every item is accepted or rejected, and kept', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 12 }), async (batch) => {
        const saved: FailedEvent[] = [];
        const failed: FailedEventStore = { saveFailedEvents: async (events) => void saved.push(...events) };
        const collector = memoryCollector({ failed });

        const { status, body } = await collector.post('/v1/batch', { batch });

        expect(status).toBe(200);
        expect((body.accepted ?? 0) + (body.rejected ?? []).length).toBe(batch.length);
        expect(collector.events.length + saved.length).toBe(batch.length);
      }),
      { numRuns: 300 },
    );
  });

  it('any bytes get an answer with a body that SDKs read', async () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
    const encoding = fc.constantFrom<Record<string, string>>(
      {},
      { 'content-encoding': 'gzip' },
      { 'content-type': 'text/plain' },
    );

    await fc.assert(
      fc.asyncProperty(bytes, encoding, async (body, headers) => {
        const answer = await memoryCollector().call({
          body,
          headers: { 'x-write-key': SERVER_KEY, ...headers },
        });

        expect(answer.status).toBe(400);
        expect(answer.body).toMatchObject({
          success: false,
          code: expect.any(String),
          error: answer.body.message,
        });
      }),
    );
  });
});
