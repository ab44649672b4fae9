import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  type Call,
  gatewayEvent,
  memoryCollector,
  SERVER_KEY,
} from '../../support/collector/collector.ts';

const event = { type: 'page', userId: 'ü-1', messageId: 'm-1', name: 'Preis: 5 € + 20 % & mehr' };
const batch = JSON.stringify({ batch: [event] });
const BOUNDARY = 'a-boundary';
const parts = (...fields: readonly (readonly [disposition: string, value: string])[]) =>
  [
    ...fields.map(
      ([disposition, value]) =>
        `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${value}\r\n`,
    ),
    `--${BOUNDARY}--\r\n`,
  ].join('');
const base64 = (text: string) => Buffer.from(text).toString('base64');

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

/** content type, and a body that holds the batch */
const readable: readonly (readonly [reason: string, contentType: string | undefined, body: string])[] = [
  ['JSON', 'application/json', batch],
  ['JSON with a charset', 'application/json; charset=utf-8', batch],
  ['JSON with a charset in quotes', 'application/json;charset="UTF-8"', batch],
  ['JSON as text', 'text/plain;charset=UTF-8', batch],
  ['JSON without a type', undefined, batch],
  ['JSON of a type nobody knows', 'x/y', batch],
  ['JSON after a byte order mark', 'application/json', `\u{feff}${batch}`],
  ['JSON that curl calls a form', FORM, batch],
  ['JSON that a page calls a form with parts', MULTIPART, batch],
  ['a form', FORM, `x=1&data=${encodeURIComponent(batch)}&y=2`],
  [
    'a form in capitals',
    'Application/X-WWW-Form-Urlencoded; charset=UTF-8',
    `data=${encodeURIComponent(batch)}`,
  ],
  ['a form with base64', FORM, `data=${encodeURIComponent(base64(batch))}`],
  ['a form with base64 that is not escaped', FORM, `data=${base64(batch)}`],
  ['a form with base64 for URLs', FORM, `data=${Buffer.from(batch).toString('base64url')}`],
  ['parts', MULTIPART, parts(['name="x"', '1'], ['name="data"', batch])],
  ['parts with base64', MULTIPART, parts(['name="data"', base64(batch)])],
  ['parts with a file', MULTIPART, parts(['name="data"; filename="blob"', batch])],
];

type Encoding = (text: string) => { readonly body: string; readonly isBase64Encoded: boolean };
const zip = (text: string) => gzipSync(text);
const plain: Readonly<Record<string, Encoding>> = {
  'as text': (text) => ({ body: text, isBase64Encoded: false }),
  'in base64': (text) => ({ body: base64(text), isBase64Encoded: true }),
};
const zipped: Readonly<Record<string, Encoding>> = {
  'zipped, in base64': (text) => ({ body: zip(text).toString('base64'), isBase64Encoded: true }),
  'zipped, in base64 without the flag': (text) => ({
    body: zip(text).toString('base64'),
    isBase64Encoded: false,
  }),
  'zipped, as Latin 1': (text) => ({ body: zip(text).toString('latin1'), isBase64Encoded: false }),
};
const mangled: Encoding = (text) => ({ body: zip(text).toString('utf8'), isBase64Encoded: false });

const gateway = (contentType: string | undefined, encoded: ReturnType<Encoding>, encoding?: string) => ({
  ...gatewayEvent({
    path: '/v1/batch',
    headers: {
      'x-write-key': SERVER_KEY,
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    },
  }),
  ...encoded,
});

const cases = readable.flatMap(([reason, contentType, text]) => [
  ...Object.entries(plain).map(([how, encode]) => ({
    name: `${reason}, ${how}`,
    contentType,
    text,
    encode,
    zip: undefined,
  })),
  ...Object.entries(zipped).map(([how, encode]) => ({
    name: `${reason}, ${how}`,
    contentType,
    text,
    encode,
    zip: 'gzip',
  })),
]);

describe('a body', () => {
  it.each(cases)('is read: $name', async ({ contentType, text, encode, zip: encoding }) => {
    const collector = memoryCollector();

    const { status } = await collector.send(gateway(contentType, encode(text), encoding));

    expect(status).toBe(200);
    expect(collector.events).toMatchObject([
      { userId: 'ü-1', messageId: 'm-1', properties: { name: event.name } },
    ]);
  });

  it.each(readable)(
    'is refused when zipped bytes got lost on the way: %s',
    async (_reason, contentType, text) => {
      const { status, body } = await memoryCollector().send(gateway(contentType, mangled(text), 'gzip'));

      expect({ status, code: body.code }).toEqual({ status: 400, code: 'mangled_gzip' });
    },
  );

  it.each([
    ['a form without data', FORM, 'x=1&y=2', 'invalid_json'],
    ['a form whose data is no JSON', FORM, 'data=hello', 'invalid_form'],
    ['a form whose data is a list', FORM, 'data=[]', 'not_an_object'],
    ['a form with bytes that are no UTF-8', FORM, 'data=%7B%22userId%22%3A%22%c3%28%22%7D', 'invalid_form'],
    [
      'base64 of bytes that are no UTF-8',
      FORM,
      `data=${Buffer.from([0xc3, 0x28]).toString('base64')}`,
      'invalid_form',
    ],
    ['parts without data', MULTIPART, parts(['name="x"', '1']), 'invalid_json'],
    ['parts that are cut off', MULTIPART, parts(['name="data"', batch]).slice(0, 90), 'invalid_form'],
    ['parts without a boundary', 'multipart/form-data', parts(['name="data"', batch]), 'invalid_form'],
    ['a list in a form that is too deep', FORM, `data=${'['.repeat(200_000)}`, 'too_deep'],
    ['a form of far more bytes than a batch has', FORM, 'a&'.repeat(800_000), 'batch_too_large'],
    ['NaN', 'application/json', '{"batch":[],"x":NaN}', 'invalid_json'],
    ['Infinity', 'application/json', '{"batch":[],"x":-Infinity}', 'invalid_json'],
    ['something after it', 'application/json', `${batch} x`, 'invalid_json'],
  ])('is refused: %s', async (_reason, contentType, text, code) => {
    const collector = memoryCollector();

    const answer = await collector.send(gateway(contentType, { body: text, isBase64Encoded: false }));

    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 400, code });
    expect([...collector.events, ...collector.failed]).toEqual([]);
  });

  it('counts the bytes of the JSON in a form, not those around it', async () => {
    const properties = {
      text: 'x'.repeat(32_768 - JSON.stringify({ userId: 'u', properties: { text: '' } }).length),
    };
    const single = JSON.stringify({ userId: 'u', properties });
    const post = (json: string): Call => ({
      path: '/v1/page',
      headers: { 'x-write-key': SERVER_KEY, 'content-type': FORM },
      body: `data=${base64(json)}`,
    });
    const statusOf = async (json: string): Promise<Answer['status']> =>
      (await memoryCollector().call(post(json))).status;

    expect(Buffer.byteLength(single)).toBe(32_768);
    expect(await statusOf(single)).toBe(200);
    expect(await statusOf(single.replace('"xx', '"xxx'))).toBe(400);
  });
});
