import { gzipSync } from 'node:zlib';
import { batchOf, bodyOf, key, nested, padded, page, type Row, rawBatch, single } from '../bad-input.ts';

const gzip = { 'content-encoding': 'gzip' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
const pages = JSON.stringify({ batch: [page] });
const parts = (data: string) =>
  `--x\r\ncontent-disposition: form-data; name="data"\r\n\r\n${data}\r\n--x--\r\n`;
const around = (context: string, events: number) =>
  bodyOf(`{"context":${context},"batch":${JSON.stringify(Array(events).fill(page))}}`);
/** a batch of `bytes`, of events that are each small enough */
const paddedBatch = (bytes: number): string => {
  const events = Array.from({ length: 20 }, () => padded(25_000));
  const rest = bytes - Buffer.byteLength(`{"batch":[${events.join(',')},]}`);
  return `{"batch":[${[...events, padded(rest)].join(',')}]}`;
};

/** Rows 1 to 30: what surrounds events. */
export const envelopeRows: readonly Row[] = [
  ['1', 'cut off', bodyOf('{"userId":"u1","event":'), 400, 'invalid_json'],
  ['2', 'empty body', bodyOf(''), 400, 'invalid_json'],
  ['2', 'no body', { path: '/v1/batch', headers: key }, 400, 'invalid_json'],
  ['3', 'null', bodyOf('null'), 400, 'not_an_object'],
  ['3', 'a list', bodyOf('[]'), 400, 'not_an_object'],
  ['3', 'text', bodyOf('"x"'), 400, 'not_an_object'],
  ['3', 'a number', bodyOf('42'), 400, 'not_an_object'],
  ['4', 'batch is an object', bodyOf('{"batch":{}}'), 400, 'missing_batch'],
  ['4', 'no batch', bodyOf('{}'), 400, 'missing_batch'],
  ['5', 'nothing to flush is no error', batchOf(), 200, 0],
  ['6', 'no events between events', batchOf(page, null, page), 200, 'not_an_object'],
  ['6', 'a number between events', batchOf(page, 1), 200, 'not_an_object'],
  ['6', 'a list between events', batchOf(page, []), 200, 'not_an_object'],
  ['7', 'no type', batchOf({ userId: 'u-1' }), 200, 'unknown_type'],
  ['7', 'unheard of type', batchOf({ ...page, type: 'foo' }), 200, 'unknown_type'],
  ['7', 'case does not count', batchOf({ ...page, type: 'PAGE' }), 200, 1, { type: 'page' }],
  [
    '8',
    'the path wins',
    single('/v1/track', { type: 'identify', userId: 'u-1', event: 'X' }),
    200,
    1,
    { type: 'track' },
  ],
  [
    '8',
    'the path wins, also when it lacks',
    single('/v1/track', { type: 'page', userId: 'u-1' }),
    200,
    'missing_event',
  ],
  ['9', 'a batch in a batch', batchOf({ type: 'batch', batch: [page] }), 200, 'no_identifier'],
  ['9', 'a batch in a batch about someone', batchOf({ ...page, type: 'batch' }), 200, 'unknown_type'],
  ['10', 'byte order mark', bodyOf(`\u{feff}${JSON.stringify({ batch: [page] })}`), 200, 1],
  [
    '10',
    'byte order mark in bytes',
    bodyOf(Buffer.from(`\u{feff}${JSON.stringify({ batch: [page] })}`)),
    200,
    1,
  ],
  ['11', 'bytes that are no UTF-8', bodyOf(Buffer.from([0x22, 0xc3, 0x28, 0x22])), 400, 'invalid_utf8'],
  [
    '12',
    'UTF-16',
    bodyOf('{}', { 'content-type': 'application/json; charset=utf-16' }),
    415,
    'unsupported_charset',
  ],
  [
    '12',
    'Latin 1',
    bodyOf('{}', { 'content-type': 'text/plain;charset="ISO-8859-1"' }),
    415,
    'unsupported_charset',
  ],
  ['12', 'UTF-16 that does not say so', bodyOf(Buffer.from(pages, 'utf16le')), 400, 'invalid_json'],
  ['13', 'two bodies', bodyOf('{}{}'), 400, 'invalid_json'],
  ['13', 'lines of JSON', bodyOf('{"batch":[]}\n{"batch":[]}'), 400, 'invalid_json'],
  ['14', 'a key twice', rawBatch('{"type":"page","userId":"a","userId":"u-1"}'), 200, 1],
  ['15', 'depth that breaks recursion', rawBatch('['.repeat(200_000) + ']'.repeat(200_000)), 400, 'too_deep'],
  [
    '16',
    'one level more than may be',
    rawBatch(`{"type":"page","userId":"u-1","properties":${nested(16)}}`),
    200,
    'too_deep',
  ],
  ['16', '40 levels', rawBatch(`{"type":"page","userId":"u-1","properties":${nested(40)}}`), 200, 'too_deep'],
  ['16', 'a context for all, as deep as it may be', around(nested(15), 1), 200, 1],
  ['16', 'a context for all, one level deeper', around(nested(16), 1), 400, 'too_deep'],
  ['17', 'exactly the limit', { ...single('/v1/page', {}), body: padded(32_768) }, 200, 1],
  ['17', 'one byte more', { ...single('/v1/page', {}), body: padded(32_769) }, 400, 'too_large'],
  [
    '17',
    'bytes, not characters',
    { ...single('/v1/page', {}), body: padded(32_760, { ...page, userId: 'é' }) },
    200,
    1,
  ],
  [
    '17',
    'characters fit, bytes do not',
    single('/v1/page', { userId: 'u', properties: { p: 'é'.repeat(16_400) } }),
    400,
    'too_large',
  ],
  ['17', 'exactly the limit in a batch', rawBatch(`${padded(32_768)},${padded(100)}`), 200, 2],
  ['17', 'one byte more in a batch', rawBatch(`${padded(32_769)},${padded(100)}`), 200, 'too_large'],
  ['18', 'exactly the limit', bodyOf(paddedBatch(512_000)), 200, 21],
  ['18', 'one byte more', bodyOf(paddedBatch(512_001)), 400, 'batch_too_large'],
  ['18', 'a context that is large in one event', around(`{"x":"${'x'.repeat(30_000)}"}`, 20), 200, 20],
  [
    '18',
    'and larger than a body in many',
    around(`{"x":"${'x'.repeat(30_000)}"}`, 400),
    400,
    'batch_too_large',
  ],
  ['19', '2,500 events', batchOf(...Array(2_500).fill(page)), 200, 2_500],
  ['19', '2,501 events', batchOf(...Array(2_501).fill(page)), 400, 'too_many_events'],
  ['21', 'gzip', bodyOf(gzipSync(JSON.stringify({ batch: [page] })), gzip), 200, 1],
  ['22', 'a bomb', bodyOf(gzipSync(Buffer.alloc(50 * 1_024 * 1_024)), gzip), 413, 'body_too_large'],
  ['23', 'gzip that is JSON', bodyOf('{"batch":[]}', gzip), 400, 'invalid_gzip'],
  ['23', 'gzip cut off', bodyOf(gzipSync('{"batch":[]}').subarray(0, 20), gzip), 400, 'invalid_gzip'],
  ['23', 'brotli', bodyOf('{}', { 'content-encoding': 'br' }), 415, 'unsupported_encoding'],
  ['23', 'gzip twice', bodyOf('{}', { 'content-encoding': 'gzip, gzip' }), 415, 'unsupported_encoding'],
  ['23', 'deflate', bodyOf('{}', { 'content-encoding': 'deflate' }), 415, 'unsupported_encoding'],
  ['24', 'text/plain', { ...batchOf(page), headers: { ...key, 'content-type': 'text/plain' } }, 200, 1],
  ['25', 'a form', bodyOf(`data=${encodeURIComponent(pages)}`, form), 200, 1],
  ['25', 'JSON that is called a form', bodyOf(pages, form), 200, 1],
  ['25', 'a form without data', bodyOf('a=b&c=d', form), 400, 'invalid_json'],
  ['25', 'a form of broken bytes', bodyOf('data=%c3%28', form), 400, 'invalid_form'],
  ['25', 'parts', bodyOf(parts(pages), multipart), 200, 1],
  ['25', 'parts cut off', bodyOf(parts(pages).slice(0, 60), multipart), 400, 'invalid_form'],
  ['26', 'no type of content', batchOf(page), 200, 1],
  ['27', 'GET', { method: 'GET', path: '/v1/track', headers: key }, 405, 'method_not_allowed'],
  ['27', 'PUT', { ...single('/v1/track', page), method: 'PUT' }, 405, 'method_not_allowed'],
  ['27', 'DELETE', { method: 'DELETE', path: '/v1/batch', headers: key }, 405, 'method_not_allowed'],
  ['29', 'two slashes', single('/v1//page', page), 404, 'not_found'],
  ['29', 'a slash at the end', single('/v1/page/', page), 200, 1],
  ['29', 'capitals', single('/V1/Page', page), 404, 'not_found'],
  ['29', 'an encoded slash', single('/v1/page%2f..', page), 404, 'not_found'],
  ['29', 'a step up', single('/v1/x/../page', page), 404, 'not_found'],
  ['29', 'an encoded step up', single('/v1/page/..%2ftrack', page), 404, 'not_found'],
  ['29', 'a parameter of the path', single('/v1/page;type=track', page), 404, 'not_found'],
  [
    '30',
    'an 8 KB key',
    { ...batchOf(page), headers: { 'x-write-key': 'c'.repeat(8_192) } },
    401,
    'unknown_write_key',
  ],
];
