import { describe, expect, it } from 'vitest';
import { BROWSER_KEY, memoryCollector } from '../../../support/collector/collector.ts';

const get = (path: string, headers: Record<string, string> = {}, query = '') =>
  memoryCollector().call({ method: 'GET', path, query, headers });

describe('the settings of analytics-next and the mobile SDKs', () => {
  it.each([
    ['https, as API Gateway says', { 'x-forwarded-proto': 'https' }, 'collect.example', 'https'],
    ['http, on a laptop', { 'x-forwarded-proto': 'http', host: 'localhost:3000' }, 'localhost:3000', 'http'],
    ['https, when nobody says', {}, 'collect.example', 'https'],
  ])('name us as where to send, by %s', async (_reason, headers, host, protocol) => {
    const { status, body } = await get(`/v1/projects/${BROWSER_KEY}/settings`, headers);

    expect(status).toBe(200);
    expect(body.integrations).toEqual({
      'Segment.io': { apiKey: BROWSER_KEY, apiHost: `${host}/v1`, protocol },
    });
  });

  it('are nobody’s without a key that a source has', async () => {
    expect((await get('/v1/projects/wrong/settings')).status).toBe(401);
  });
});

describe('the source config of RudderStack', () => {
  it.each([
    [
      'Basic, as browsers and phones send it',
      { authorization: `Basic ${btoa(`${BROWSER_KEY}:`)}` },
      'p=npm&v=3.34.1',
    ],
    ['the query', {}, `p=npm&v=3.34.1&writeKey=${BROWSER_KEY}`],
  ])('is a source that is on and sends to nobody else, for a key in %s', async (_reason, headers, query) => {
    const { status, body } = await get('/sourceConfig/', headers, query);

    expect(status).toBe(200);
    expect(body.source).toMatchObject({
      id: 'browser',
      name: 'browser',
      writeKey: BROWSER_KEY,
      enabled: true,
      config: {},
      destinations: [],
      connections: [],
    });
  });

  it.each([
    ['missing_write_key', ''],
    ['unknown_write_key', 'writeKey=wrong'],
  ])('is refused with %s', async (code, query) => {
    const { status, body } = await get('/sourceConfig/', {}, query);

    expect({ status, code: body.code }).toEqual({ status: 401, code });
  });
});
