import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type EventContext,
  type HttpRequest,
  requestEvent,
} from '../../../../../infra/local/runtime/http/request-event.ts';

type RecordedEvent = {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: { readonly timeEpoch: number; readonly http: { readonly method: string } };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  /** Says that the body is as API Gateway may mangle it. */
  readonly _note?: string;
};

const recordings = [
  'raw-browser-and-curl',
  'segment-analytics-next',
  'segment-analytics-node',
  'segment-analytics-python',
];

function recordedEvents(): readonly (readonly [string, RecordedEvent])[] {
  return recordings.flatMap((name) => {
    const file = new URL(`../../../../fixtures/wire/${name}.json`, import.meta.url);
    const { events } = JSON.parse(readFileSync(file, 'utf8')) as {
      events: { scenario: string; event: RecordedEvent }[];
    }; // as recorded
    return events
      .filter(({ event }) => event._note === undefined)
      .map(({ scenario, event }, index) => [`${name} ${index} ${scenario}`, event] as const);
  });
}

// names in bodies were replaced after recording
const contentLength = (body: Buffer) => (body.length > 0 ? { 'content-length': String(body.length) } : {});

const context: EventContext = {
  apiId: 'abc123',
  stage: '$default',
  domainName: 'abc123.execute-api.eu-central-1.amazonaws.com',
  routeKey: '$default',
  pathParameters: {},
  authorizer: undefined,
  requestId: 'req-1',
  now: Date.UTC(2026, 10, 21, 20),
};

const request = (changes: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url: '/v1/batch',
  rawHeaders: ['Host', 'localhost', 'Content-Type', 'application/json'],
  body: Buffer.from('{}'),
  protocol: 'HTTP/1.1',
  sourceIp: '203.0.113.10',
  port: 443,
  ...changes,
});

const withHeaders = (...rawHeaders: string[]) => requestEvent(request({ rawHeaders }), context);

describe('the event of a recorded request', () => {
  it.each(recordedEvents())('is as API Gateway builds it: %s', (_name, recorded) => {
    const rawHeaders = Object.entries(recorded.headers)
      .filter(([name]) => !name.startsWith('x-forwarded-'))
      .flat();
    const query = recorded.rawQueryString === '' ? '' : `?${recorded.rawQueryString}`;
    const body = Buffer.from(recorded.body ?? '', recorded.isBase64Encoded ? 'base64' : 'utf8');
    const { method } = recorded.requestContext.http;

    const event = requestEvent(request({ method, url: recorded.rawPath + query, rawHeaders, body }), {
      ...context,
      now: recorded.requestContext.timeEpoch,
    });

    const accountId = '000000000000';
    expect(event).toEqual({
      ...recorded,
      headers: { ...recorded.headers, ...contentLength(body), 'x-forwarded-proto': 'http' },
      requestContext: { ...recorded.requestContext, accountId, requestId: 'req-1' },
    });
  });
});

describe('the event of a request', () => {
  it('joins repeated headers with a comma, in lower case, and leaves those of the connection', () => {
    const event = withHeaders(
      'X-Tag',
      'a',
      'x-tag',
      'b',
      'Connection',
      'keep-alive',
      'Transfer-Encoding',
      'chunked',
    );

    expect(event.headers).toEqual({
      'content-length': '2',
      'x-tag': 'a,b',
      'x-forwarded-for': '203.0.113.10',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'http',
    });
  });

  it('lists cookies apart from the headers', () => {
    const event = withHeaders('Cookie', 'a=1; b=2', 'cookie', 'c=3');

    expect(event.cookies).toEqual(['a=1', 'b=2', 'c=3']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('adds the address to the ones a proxy told', () => {
    const event = withHeaders('X-Forwarded-For', '198.51.100.7');

    expect(event.headers).toMatchObject({ 'x-forwarded-for': '198.51.100.7, 203.0.113.10' });
  });

  it('joins repeated query parameters and keeps the raw query', () => {
    const event = requestEvent(request({ url: '/search?tag=a&q=x%20y&tag=b' }), context);

    expect(event).toMatchObject({
      rawPath: '/search',
      rawQueryString: 'tag=a&q=x%20y&tag=b',
      queryStringParameters: { tag: 'a,b', q: 'x y' },
    });
  });

  it.each<[string, string | undefined, Buffer, boolean]>([
    ['application/json', undefined, Buffer.from('{}'), false],
    ['application/json; charset=utf-8', undefined, Buffer.from('{"name":"Zoë"}'), false],
    ['application/cloudevents+json', undefined, Buffer.from('{}'), false],
    ['text/plain;charset=UTF-8', undefined, Buffer.from('{}'), false],
    ['application/xml', undefined, Buffer.from('<a/>'), false],
    ['application/javascript', undefined, Buffer.from('1'), false],
    ['application/x-www-form-urlencoded', undefined, Buffer.from('a=1'), true],
    ['multipart/form-data; boundary=x', undefined, Buffer.from('--x'), true],
    ['application/octet-stream', undefined, Buffer.from('{}'), true],
    // compressed, whatever the type says
    ['application/json', 'gzip', Buffer.from([0x1f, 0x8b, 8]), true],
    ['application/json', 'identity', Buffer.from('{}'), false],
    // bytes that are not UTF-8 would not survive as text
    ['text/plain', undefined, Buffer.from([0x80, 0xff]), true],
  ])('keeps the bytes of a body: %s, %s', (type, encoding, body, isBase64Encoded) => {
    const headers = ['Content-Type', type, ...(encoding === undefined ? [] : ['Content-Encoding', encoding])];

    const event = requestEvent(request({ rawHeaders: headers, body }), context);

    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(String(event.body), isBase64Encoded ? 'base64' : 'utf8')).toEqual(body);
  });

  it('has no body when there was none', () => {
    const event = requestEvent(request({ method: 'GET', body: Buffer.alloc(0) }), context);

    expect(event).not.toHaveProperty('body');
    expect(event.isBase64Encoded).toBe(false);
  });
});
