import { describe, expect, it } from 'vitest';
import {
  BROWSER_KEY,
  browserSource,
  memoryCollector,
  memorySources,
  SERVER_KEY,
  serverSource,
} from '../../support/collector/collector.ts';

const page = (n: number) => ({ type: 'page', userId: `u-${n}`, messageId: `m-${n}` });

describe('what a source does not want', () => {
  it('is answered by 429 when it comes too fast, for a page to read, and is stored nowhere', async () => {
    const sources = memorySources({
      [BROWSER_KEY]: { ...browserSource, rate: 2 },
      [SERVER_KEY]: serverSource,
    });
    const collector = memoryCollector({ sources });
    const send = (key: string) =>
      collector.post('/v1/p', page(0), { 'x-write-key': key, origin: 'https://shop.example' });
    await send(BROWSER_KEY);
    await send(BROWSER_KEY);

    const { status, headers, body } = await send(BROWSER_KEY);

    expect(status).toBe(429);
    expect(headers).toMatchObject({
      'retry-after': '1',
      'access-control-allow-origin': 'https://shop.example',
      'access-control-expose-headers': 'Retry-After',
    });
    expect(body).toMatchObject({ success: false, code: 'rate_limited' });
    expect((await send(SERVER_KEY)).status).toBe(200);
    expect([collector.events.length, collector.failed.length]).toEqual([3, 0]);
  });

  it('is dropped without consent, and not counted as accepted', async () => {
    const consent = { category: 'Analytics', otherwise: 'drop' } as const;
    const collector = memoryCollector({
      sources: memorySources({ [SERVER_KEY]: { ...serverSource, consent } }),
    });
    const context = { consent: { categoryPreferences: { Analytics: true } } };

    const { status, body } = await collector.post('/v1/batch', {
      batch: [page(0), { ...page(1), context }, { type: 'nonsense', userId: 'u' }],
    });

    expect({ status, body }).toEqual({ status: 200, body: { success: true, accepted: 1, dropped: 2 } });
    expect(collector.events.map(({ messageId }) => messageId)).toEqual(['m-1']);
    expect(collector.failed).toEqual([]);
  });
});
