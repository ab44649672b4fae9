import { gunzipSync, gzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { BROWSER_KEY, type Call, SERVER_KEY } from './collector.ts';
import { hostileBatch, hostileEvent, hostileText, mostly } from './hostile-json.ts';
import { recordedBy, SDKS } from './recorded.ts';

const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(user).toString('base64')}` });
const none: Record<string, string> = {};

// most requests carry a key: without one no event is looked at
const key = mostly(
  fc.constantFrom(SERVER_KEY, BROWSER_KEY).map((writeKey) => ({ 'x-write-key': writeKey })),
  fc.constantFrom(...[none, basic(`${SERVER_KEY}:`), { authorization: 'Basic %%%' }], {
    ...basic(SERVER_KEY),
    'x-write-key': BROWSER_KEY,
  }),
);
const content = mostly(
  fc.constant(none),
  fc.record(
    {
      'content-type': fc.constantFrom(
        ...[
          'application/json',
          'text/plain; charset=utf-8',
          'application/json; charset=utf-16',
          ';;charset=;',
        ],
        ...['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'multipart/form-data'],
      ),
      'content-encoding': fc.constantFrom('identity', 'gzip', 'br', 'gzip, gzip'),
      origin: fc.constantFrom('https://shop.example', 'null', '*'),
      'access-control-request-headers': fc.constantFrom('authorization', '<x>'),
    },
    { requiredKeys: [] },
  ),
);

const batchPath = fc.constantFrom('/v1/batch', '/v1/import/', '/v1/b', '/b', '/beacon/v1/batch');
const eventPath = fc.constantFrom(
  '/v1/track',
  '/v1/i',
  '/v1/group',
  '/a',
  '/api/s/page',
  '/api/s/s2s/identify',
);
const otherPath = fc.constantFrom(
  ...['/v1/pixel/track', '/pixel/v1/page', '/v1/m', '/sourceConfig/', '/p.js', '/v1/projects/x/settings'],
  ...['/v1//track', '/V1/Track', '/v1/track%2f..', '/'],
);
const anyBody = fc.oneof(hostileBatch, hostileEvent, hostileText);
const posted = fc.oneof(
  { weight: 6, arbitrary: fc.record({ path: batchPath, body: hostileBatch }) },
  { weight: 4, arbitrary: fc.record({ path: eventPath, body: hostileEvent }) },
  { weight: 2, arbitrary: fc.record({ path: fc.oneof(batchPath, eventPath, otherPath), body: anyBody }) },
);
const query = fc.oneof(
  fc.constantFrom(`writeKey=${SERVER_KEY}`, '%', 'data=%ff', 'a=1&a=2', 'userId=u-1&properties.a.b=1'),
  hostileEvent.map((event) => `data=${Buffer.from(event).toString('base64url')}&writeKey=${SERVER_KEY}`),
);
const made = fc
  .record({
    ...{ posted, key, content, zipped: fc.boolean() },
    method: mostly(fc.constant('POST'), fc.constantFrom('GET', 'OPTIONS', 'PUT', 'DELETE')),
    query: mostly(fc.constant(''), query),
  })
  .map(({ posted: { path, body }, method, query: asked, zipped, ...headers }): Call => {
    const encoding = zipped ? { 'content-encoding': 'gzip' } : none;
    const all = { ...encoding, ...headers.content, ...headers.key };
    return { method, path, query: asked, headers: all, body: zipped ? gzipSync(body) : body };
  });
const pixel = fc
  .record({ path: fc.constantFrom('/v1/pixel/track', '/v1/pixel/identify', '/pixel/v1/page'), query, key })
  .map(({ key: headers, ...call }): Call => ({ ...call, method: 'GET', headers }));

// a recording as it was before it was zipped, with a key that is known here
function plain({ headers, body = '', isBase64Encoded }: APIGatewayProxyEventV2): string {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const isZipped = headers['content-encoding'] === 'gzip';
  return (isZipped ? gunzipSync(bytes) : bytes).toString().replaceAll(/WK_[A-Z_]+/g, SERVER_KEY);
}

const recordings = SDKS.flatMap(recordedBy)
  .map(({ event }) => event)
  .filter(({ headers, body, isBase64Encoded }) => body && (isBase64Encoded || !headers['content-encoding']))
  .map((event) => ({ path: event.rawPath, body: Buffer.from(plain(event)) }));
/** some bytes changed, the end perhaps cut off */
const mutated = fc
  .record({
    recording: fc.constantFrom(...recordings),
    edits: fc.array(fc.tuple(fc.nat(100_000), mostly(fc.nat(127), fc.nat(255))), { maxLength: 4 }),
    cut: mostly(fc.constant(undefined), fc.nat(100_000)),
    content,
  })
  .map(({ recording, edits, cut, content: headers }): Call => {
    const bytes = Buffer.from(recording.body);
    for (const [at, byte] of edits) bytes[at % bytes.length] = byte;
    const body = cut === undefined ? bytes : bytes.subarray(0, cut % bytes.length);
    return { path: recording.path, headers: { ...headers, 'x-write-key': SERVER_KEY }, body };
  });

/** Requests nobody should send: hostile JSON, requests of real SDKs with bytes changed, headers mixed as they come. */
export const hostileCall: fc.Arbitrary<Call> = fc.oneof(
  { weight: 6, arbitrary: made },
  { weight: 3, arbitrary: mutated },
  { weight: 1, arbitrary: pixel },
);

const seed = process.env.TRIBUTARY_SEED;
/** TRIBUTARY_SEED sends the calls of a printed seed again. */
export const replayed: { readonly seed?: number } = seed === undefined ? {} : { seed: Number(seed) };
