import { describe, expect, it } from 'vitest';
import { BROWSER_KEY, memoryCollector, SERVER_KEY } from '../../../support/collector/collector.ts';

const key = `writeKey=${SERVER_KEY}`;
const data = (event: object, encoding: 'base64' | 'base64url' = 'base64url') =>
  `data=${Buffer.from(JSON.stringify({ writeKey: SERVER_KEY, ...event })).toString(encoding)}`;
const opened = { userId: 'u-1', event: 'Email Opened', properties: { subject: 'Größe > 5?' } };

const call = (
  query: string,
  overrides: Parameters<typeof memoryCollector>[0] = {},
  path = '/v1/pixel/track',
) => {
  const collector = memoryCollector(overrides);
  const image = collector.call({ method: 'GET', path, query, headers: { origin: 'https://shop.example' } });
  return { collector, image };
};

async function expectImage(image: ReturnType<typeof call>['image']): Promise<void> {
  const { status, headers, bytes } = await image;
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'image/gif',
    'cache-control': 'no-store',
    'access-control-allow-origin': 'https://shop.example',
  });
  expect(bytes.toString('latin1', 0, 6)).toBe('GIF89a');
  expect([bytes.readUInt16LE(6), bytes.readUInt16LE(8)]).toEqual([1, 1]);
}

describe('a pixel', () => {
  it.each([
    ['base64 for URLs', data(opened)],
    ['base64', encodeURIComponent(data(opened, 'base64')).replace('%3D', '=')],
    ['base64 that is not escaped', data(opened, 'base64')],
    ['JSON', `${key}&data=${encodeURIComponent(JSON.stringify(opened))}`],
    ['fields', `${key}&userId=u-1&event=Email%20Opened&properties.subject=Gr%C3%B6%C3%9Fe+%3E+5?`],
  ])('holds an event as %s', async (_reason, query) => {
    const { collector, image } = call(query);

    await expectImage(image);
    expect(collector.events).toMatchObject([{ type: 'track', ...opened }]);
  });

  it.each([
    ['/v1/pixel/identify', 'userId=u-1&traits.plan=gold', { type: 'identify', traits: { plan: 'gold' } }],
    ['/v1/pixel/page', 'userId=u-1&name=Home', { type: 'page', properties: { name: 'Home' } }],
    ['/v1/pixel/screen', 'userId=u-1&name=Home', { type: 'screen' }],
    ['/v1/pixel/group', 'userId=u-1&groupId=g', { type: 'group', groupId: 'g' }],
    ['/v1/pixel/alias', 'userId=u-1&previousId=p', { type: 'alias', previousId: 'p' }],
    ['/pixel/v1/track', 'anonymousId=a&event=X', { type: 'track', event: 'X' }],
    [
      '/pixel/v1/page',
      'anonymousId=a&context.page.path=/x',
      { type: 'page', context: { page: { path: '/x' } } },
    ],
  ])('under %s takes its type from the path', async (path, query, event) => {
    const { collector, image } = call(`${key}&${query}`, {}, path);

    await expectImage(image);
    expect(collector.events).toMatchObject([event]);
  });

  it.each([
    ['nothing', ''],
    ['an unknown key', 'writeKey=wrong&userId=u-1&event=X'],
    ['keys that differ', `${data(opened)}&writeKey=${BROWSER_KEY}`],
    ['base64 of nothing', `${key}&data=!!!`],
    ['bytes that are no UTF-8', `${key}&userId=%ff&event=X`],
    ['JSON that is too deep', `${key}&data=${'['.repeat(5_000)}`],
  ])('is an image all the same, and no event, with %s', async (_reason, query) => {
    const { collector, image } = call(query);

    await expectImage(image);
    expect([...collector.events, ...collector.failed]).toEqual([]);
  });

  it.each([
    ['nobody', 'event=X', 'no_identifier'],
    ['no event name', 'userId=u-1', 'missing_event'],
    [
      'an alias of a browser',
      `userId=u-1&previousId=p`,
      'forbidden_operation',
      BROWSER_KEY,
      '/v1/pixel/alias',
    ],
  ])(
    'keeps what it cannot take, since nobody reads an answer: %s',
    async (_reason, query, code, writeKey = SERVER_KEY, path = '/v1/pixel/track') => {
      const { collector, image } = call(`writeKey=${writeKey}&${query}`, {}, path);

      await expectImage(image);
      expect(collector.failed).toMatchObject([{ code }]);
    },
  );

  it.each([
    [
      'the stream and the rest are down',
      {
        log: { append: async (entries) => entries },
        failed: {
          saveFailedEvents: async () => {
            throw new Error('down');
          },
        },
      },
    ],
    ['something breaks', { loadIdentityKey: () => Promise.reject(new Error('broken')) }],
  ] satisfies [string, Parameters<typeof memoryCollector>[0]][])(
    'is an image even when %s',
    async (_reason, ports) => {
      await expectImage(call(`${key}&userId=u-1&event=X`, ports).image);
    },
  );

  it('takes names as names, whatever they are called', async () => {
    const dots = `properties.${'a.'.repeat(3_000)}b`;
    const query = `${key}&userId=u-1&event=X&__proto__.polluted=1&constructor.prototype.polluted=1&properties.__proto__.polluted=1&properties.constructor.prototype.polluted=1&${dots}=1&properties.x=50%&properties.y=1&properties.y.z=2&properties.=e`;
    const { collector, image } = call(query);

    await expectImage(image);
    expect('polluted' in {}).toBe(false);
    expect(collector.events).toMatchObject([
      { flags: ['dropped_key'], properties: { x: '50%', y: { z: '2' }, '': 'e' } },
    ]);
  });
});
