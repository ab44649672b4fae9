import { describe, expect, it } from 'vitest';
import { streamEventSchema } from '../../../../events/stream-event.ts';
import {
  browserSource,
  memoryCollector,
  memorySources,
  serverSource,
} from '../../../support/collector/collector.ts';
import { type Recorded, recordedBy, SDKS } from '../../../support/collector/recorded.ts';

// the keys the requests were recorded with
const sources = memorySources({
  WK_RAW: browserSource,
  WK_SEGMENT_NEXT: browserSource,
  WK_CURL: serverSource,
  WK_RUDDER_NODE: serverSource,
  WK_SEGMENT_NODE: serverSource,
  WK_PY: serverSource,
});

const isMangled = ({ event }: Recorded) =>
  event.headers['content-encoding'] === 'gzip' && !event.isBase64Encoded;
const methodOf = ({ event }: Recorded) => event.requestContext.http.method;

// a path that its user configured
const NOT_SERVED = /^\/custom\//;
const WITHOUT_KEY = new Set(['npm_inline_settings_missing_apiKey']);

const all = SDKS.flatMap(recordedBy);
const preflights = all.filter((recorded) => methodOf(recorded) === 'OPTIONS');
const settings = all.filter(({ event }) => event.rawPath.startsWith('/v1/projects/'));
const pixels = all.filter(({ event }) => event.rawPath.startsWith('/v1/pixel/'));
const elsewhere = all.filter(({ event }) => NOT_SERVED.test(event.rawPath));
const posts = all.filter((recorded) => methodOf(recorded) === 'POST' && !elsewhere.includes(recorded));
const stored = posts.filter((recorded) => !isMangled(recorded) && !WITHOUT_KEY.has(recorded.scenario));

describe('recorded requests', () => {
  it.each(stored)('$sdk $scenario #$index is stored, all of it', async ({ event }) => {
    const collector = memoryCollector({ sources });

    const { status, headers, body } = await collector.send(event);

    expect({ status, success: body.success, warnings: body.warnings }).toEqual({
      status: 200,
      success: true,
    });
    expect(headers['access-control-allow-origin']).toBe(event.headers.origin);
    for (const streamed of collector.events) streamEventSchema.parse(streamed);
    // analytics-next sends alias with a browser's key, which may not
    for (const { code } of body.rejected ?? []) expect(code).toBe('forbidden_operation');
    expect(collector.events).toHaveLength(body.accepted ?? Number.NaN);
    expect(collector.events.length + collector.failed.length).toBeGreaterThan(0);
  });

  it.each(preflights)('$sdk $scenario #$index is allowed to post', async ({ event }) => {
    const { status, headers } = await memoryCollector({ sources }).send(event);

    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(event.headers.origin);
    expect(headers['access-control-allow-headers']).toBe(event.headers['access-control-request-headers']);
  });

  it.each(settings)('$sdk $scenario #$index learns where to send', async ({ event }) => {
    const { status, body } = await memoryCollector({ sources }).send(event);

    expect(status).toBe(200);
    expect(body.integrations).toEqual({
      'Segment.io': { apiKey: 'WK_SEGMENT_NEXT', apiHost: `${event.headers.host}/v1`, protocol: 'https' },
    });
  });

  it.each(pixels)('$sdk $scenario #$index is an image and an event', async ({ event }) => {
    const collector = memoryCollector({ sources });

    const { status, headers } = await collector.send(event);

    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'image/gif' });
    expect(collector.events.map((streamed) => streamed.type)).toEqual(['track']);
  });

  it.each(posts.filter(isMangled))('$sdk $scenario #$index lost bytes and is refused', async ({ event }) => {
    const { status, body } = await memoryCollector({ sources }).send(event);

    expect({ status, code: body.code }).toEqual({ status: 400, code: 'mangled_gzip' });
  });

  it.each(elsewhere)('$sdk $scenario #$index finds nothing under its path', async ({ event }) => {
    expect((await memoryCollector({ sources }).send(event)).status).toBe(404);
  });

  it.each(posts.filter(({ scenario }) => WITHOUT_KEY.has(scenario)))(
    '$sdk $scenario #$index has no key',
    async ({ event }) => {
      const { status, body } = await memoryCollector({ sources }).send(event);

      expect({ status, code: body.code }).toEqual({ status: 401, code: 'missing_write_key' });
    },
  );

  it('has the events of a whole story from the Node SDK', async () => {
    const collector = memoryCollector({ sources });
    const [story] = recordedBy('segment-analytics-node');
    if (story === undefined) throw new Error('no recording');

    await collector.send(story.event);

    expect(collector.events.map(({ type, event }) => event ?? type)).toEqual([
      'Page Viewed',
      'Product Viewed',
      'identify',
      'Order Completed',
      'Screen Viewed',
      'group',
      'alias',
    ]);
    expect(collector.events[3]?.properties).toMatchObject({ revenue: 25, currency: 'EUR' });
  });
});
