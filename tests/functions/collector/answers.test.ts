import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  BROWSER_KEY,
  browserSource,
  type Call,
  memoryCollector,
  memorySources,
} from '../../support/collector/collector.ts';

const ORIGIN = 'https://shop.example';
const gzip = { 'content-encoding': 'gzip' };
const page = { type: 'page', userId: 'u-1', messageId: 'm-1' };
const post = (body: unknown, headers: Record<string, string> = {}, path = '/v1/batch'): Call => ({
  path,
  headers: { 'x-write-key': BROWSER_KEY, ...headers },
  body: Buffer.isBuffer(body) ? body : JSON.stringify(body),
});
type Row = readonly [answer: string, reason: string, call: Call];

const refused: readonly Row[] = [
  ['400 invalid_json', 'no JSON', post(Buffer.from('{'))],
  ['400 not_an_object', 'no object', post([])],
  ['400 invalid_utf8', 'no UTF-8', post(Buffer.from([0xc3, 0x28]))],
  ['400 no_identifier', 'nobody, alone', post({}, {}, '/v1/page')],
  ['400 too_large', 'too large, alone', post({ ...page, name: 'x'.repeat(33_000) }, {}, '/v1/page')],
  ['400 batch_too_large', 'a batch too large', post({ batch: [], x: 'x'.repeat(512_000) })],
  ['400 too_many_events', 'too many events', post({ batch: Array(2_501).fill(page) })],
  ['400 invalid_gzip', 'false gzip', post({ batch: [] }, gzip)],
  ['401 missing_write_key', 'no key', post({ batch: [] }, { 'x-write-key': '***' })],
  ['401 unknown_write_key', 'a wrong key', post({ batch: [] }, { 'x-write-key': 'wrong' })],
  ['401 write_keys_differ', 'keys that differ', post({ batch: [], writeKey: 'other' })],
  ['404 not_found', 'no such path', post({}, {}, '/v1/nothing')],
  ['405 method_not_allowed', 'a wrong method', { ...post({}), method: 'PUT' }],
  ['413 body_too_large', 'a bomb', post(gzipSync(Buffer.alloc(11 * 1_024 * 1_024)), gzip)],
  ['415 unsupported_charset', 'a charset', post({}, { 'content-type': 'text/plain; charset=utf-16' })],
  ['415 unsupported_encoding', 'an encoding', post({}, { 'content-encoding': 'br' })],
  ['415 unsupported_encoding', 'two encodings', post({}, { 'content-encoding': 'gzip, gzip' })],
];

const down = () => Promise.reject(new Error('down'));
const failing = [
  {
    answer: '503 unavailable',
    reason: 'nowhere to keep it',
    call: post({ batch: [{}] }),
    ports: { failed: { saveFailedEvents: down } },
  },
  {
    answer: '500 internal_error',
    reason: 'something broken',
    call: post({ batch: [page] }),
    ports: { loadIdentityKey: down },
  },
];

const refusals = [
  ...refused.map(([answer, reason, call]) => ({ answer, reason, call, ports: {} })),
  ...failing,
];

describe('a refusal', () => {
  it.each(refusals)(
    'of $reason is $answer in every word an SDK looks for',
    async ({ answer, call, ports }) => {
      const { status, headers, body } = await memoryCollector(ports).call(call);

      expect(`${status} ${body.code}`).toBe(answer);
      expect(headers['content-type']).toBe('application/json');
      expect(body).toEqual({
        success: false,
        code: body.code,
        message: expect.stringMatching(/\w/),
        error: body.message,
      });
    },
  );

  it.each(failing)('of $reason says when to come again', async ({ call, ports }) => {
    expect((await memoryCollector(ports).call(call)).headers['retry-after']).toBe('5');
  });

  it('of a key over its rate says when to come again', async () => {
    const sources = memorySources({ [BROWSER_KEY]: { ...browserSource, rate: 1 } });
    const collector = memoryCollector({ sources });

    await collector.call(post({ batch: [page, page] }));
    const { status, headers, body } = await collector.call(post({ batch: [page] }, { origin: ORIGIN }));

    expect({ status, success: body.success }).toEqual({ status: 429, success: false });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(headers['access-control-expose-headers']).toBe('Retry-After');
  });
});

type Matrix = { readonly table: Record<string, Record<string, { readonly blocked: boolean }>> };
const matrix: Matrix = JSON.parse(
  readFileSync(new URL('../../fixtures/wire/browser-cors-matrix.json', import.meta.url), 'utf8'),
);

/** The column of the matrix an answer belongs to. */
function columnOf(headers: Readonly<Record<string, string>>): string {
  if (headers['access-control-allow-origin'] === undefined) return 'none';
  if (headers['access-control-allow-origin'] === '*') return 'star';
  return headers['access-control-allow-credentials'] === 'true' ? 'echo_credentials' : 'echo';
}

describe('pages of other origins', () => {
  it.each(Object.entries(matrix.table))('read the answers of %s', async (_sdk, columns) => {
    const asked = { origin: ORIGIN, 'access-control-request-headers': 'content-type,x-write-key' };

    const preflight = await memoryCollector().call({ method: 'OPTIONS', headers: asked });
    const posted = await memoryCollector().call(post({ batch: [page] }, { origin: ORIGIN }));

    for (const { headers } of [preflight, posted]) expect(columns[columnOf(headers)]?.blocked).toBe(false);
  });

  it.each(refusals)('read the refusal of $reason', async ({ call, ports }) => {
    const { headers } = await memoryCollector(ports).call({
      ...call,
      headers: { ...call.headers, origin: ORIGIN },
    });

    expect(columnOf(headers)).toBe('echo_credentials');
    expect(headers.vary).toContain('Origin');
  });

  it.each(['/v1/batch', '/v1/nothing', '/', '/v1/pixel/track', '/p.js', '/sourceConfig/'])(
    'may ask first about anything: %s',
    async (path) => {
      const asked = 'authorization, content-type, x-any-header';

      const { status, headers, bytes } = await memoryCollector().call({
        method: 'OPTIONS',
        path,
        headers: { origin: ORIGIN, 'access-control-request-headers': asked },
      });

      expect({ status, size: bytes.length }).toEqual({ status: 204, size: 0 });
      expect(headers).toMatchObject({
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': asked,
        'access-control-max-age': '7200',
      });
    },
  );
});
