import { batchOf, page, type Row, rawBatch, single } from '../bad-input.ts';
import type { Call } from '../collector.ts';

const ids = (userId: string): Call => rawBatch(`{"type":"page","userId":${userId},"anonymousId":"a-1"}`);
const onlyId = (userId: string): Call => batchOf({ type: 'page', userId });

const NOBODY = [
  ...['null', 'undefined', 'none', 'None', 'NaN', 'nil', '[object Object]', 'anonymous', 'guest', 'id'],
  ...['distinctid', 'distinct_id', 'email', 'not_authenticated', 'true', 'false', '0', '-1', 'unknown'],
  ...['test', 'void', '"null"', "'Guest'", ' ANONYMOUS ', '""', '0000', '----', '02:00:00:00:00:00'],
];

/** Rows 38 to 52: who an event is about. */
export const identityRows: readonly Row[] = [
  ['38', 'nobody, alone', single('/v1/page', { type: 'page' }), 400, 'no_identifier'],
  ['38', 'nobody, in a batch', batchOf({ type: 'page' }, page), 200, 'no_identifier'],
  ['39', 'empty id', batchOf({ type: 'page', userId: '' }), 200, 'no_identifier'],
  ['39', 'blank id', batchOf({ type: 'page', userId: '   ' }), 200, 'no_identifier'],
  ['39', 'null id beside another', ids('null'), 200, 1, { userId: undefined }],
  ['39', 'list as id', ids('[]'), 200, 'invalid_id'],
  ['39', 'object as id', ids('{}'), 200, 'invalid_id'],
  ['39', 'true as id', ids('true'), 200, 'invalid_id'],
  ['40', 'number as id', ids('123'), 200, 1, { userId: '123' }],
  ['40', 'number too large as id', ids('9007199254740993'), 200, 'unsafe_id'],
  ['40', 'number beyond all as id', ids('1e400'), 200, 'unsafe_id'],
  ['41', 'blocked beside another', ids('"null"'), 200, 1, { userId: undefined, flags: ['blocked_id'] }],
  [
    '41',
    'only blocked',
    batchOf({ type: 'page', userId: 'None', anonymousId: '[object Object]' }),
    200,
    'blocked_id',
  ],
  ['41', 'only blocked, alone', single('/v1/page', { userId: 'guest' }), 200, 'blocked_id'],
  [
    '42',
    'zero UUID',
    batchOf({ type: 'page', userId: '00000000-0000-0000-0000-000000000000' }),
    200,
    'blocked_id',
  ],
  ['42', 'Android emulator', batchOf({ type: 'page', anonymousId: '9774d56d682e549c' }), 200, 'blocked_id'],
  ['43', 'lone surrogate', rawBatch('{"type":"page","userId":"\\ud800"}'), 200, 'invalid_unicode'],
  [
    '44',
    'composed and not, are two',
    batchOf({ ...page, userId: '\u00e9' }, { ...page, userId: 'e\u0301' }),
    200,
    2,
  ],
  ['45', 'null character', ids('"a\\u0000"'), 200, 'control_char'],
  ['45', 'line break', ids('"a\\nb"'), 200, 'control_char'],
  ['46', '255 bytes', ids(`"${'x'.repeat(255)}"`), 200, 1],
  ['46', '256 bytes', ids(`"${'x'.repeat(256)}"`), 200, 'id_too_long'],
  [
    '46',
    '2,049 bytes beside others',
    batchOf({ ...page, userId: 'x'.repeat(2_049) }, page),
    200,
    'id_too_long',
  ],
  ['47', 'an id like our keys', ids('"user_id:x#|/.."'), 200, 1],
  ['48', 'a userId like an anonymousId', ids('"a-1"'), 200, 1],
  ...NOBODY.map((id): Row => ['41', `only ${id}`, onlyId(id), 200, 'blocked_id']),
  [
    '43',
    'the other half of a character',
    rawBatch('{"type":"page","anonymousId":"\\udc01"}'),
    200,
    'invalid_unicode',
  ],
  [
    '44',
    'wide, invisible and turned',
    batchOf(...['ｕ', 'u\u200b1', '\u202eu', '🛒'].map((userId) => ({ ...page, userId }))),
    200,
    4,
  ],
  ['45', 'delete', ids('"a\\u007f"'), 200, 'control_char'],
  ['45', 'a control character of Latin 1', ids('"a\\u0085"'), 200, 'control_char'],
  ['46', '255 bytes of two each', onlyId(`x${'é'.repeat(127)}`), 200, 1],
  ['46', '256 bytes of two each', onlyId('é'.repeat(128)), 200, 'id_too_long'],
  ['46', 'a long groupId', batchOf({ ...page, type: 'group', groupId: 'g'.repeat(256) }), 200, 'id_too_long'],
  [
    '47',
    'names of our own',
    batchOf(
      ...['__proto__', 'constructor', 'N#user#x', '../..', 'a|b:c'].map((userId) => ({ ...page, userId })),
    ),
    200,
    5,
  ],
  ['50', 'alias of oneself', batchOf({ ...page, type: 'alias', previousId: 'u-1' }), 200, 1],
  [
    '50',
    'alias of nobody in particular',
    batchOf({ ...page, type: 'alias', previousId: 'null' }),
    200,
    'blocked_id',
  ],
  ['50', 'alias of someone unheard of', batchOf({ ...page, type: 'alias', previousId: 'a-1' }), 200, 1],
  [
    '52',
    'emails that are none',
    batchOf(
      ...['', 'x', `${'x'.repeat(400)}@y.example`, 'a@b@c', 'a\r\nBcc: x@y.example', {}].map((email) => ({
        ...page,
        type: 'identify',
        traits: { email },
      })),
    ),
    200,
    6,
  ],
];
