import { describe, expect, it } from 'vitest';
import {
  batchOf,
  expectResult,
  page,
  type Row,
  rawBatch,
  single,
} from '../../support/collector/bad-input.ts';
import { BROWSER_KEY, type Call, memoryCollector } from '../../support/collector/collector.ts';

const ids = (userId: string): Call => rawBatch(`{"type":"page","userId":${userId},"anonymousId":"a-1"}`);

const rows: readonly Row[] = [
  ['38', 'nobody, alone', single('/v1/page', { type: 'page' }), 400, 'no_identifier'],
  ['38', 'nobody, in a batch', batchOf({ type: 'page' }, page), 200, 'no_identifier'],
  ['39', 'empty id', batchOf({ type: 'page', userId: '' }), 200, 'no_identifier'],
  ['39', 'blank id', batchOf({ type: 'page', userId: '   ' }), 200, 'no_identifier'],
  ['39', 'null id beside another', ids('null'), 200, 1],
  ['39', 'list as id', ids('[]'), 200, 'invalid_id'],
  ['39', 'object as id', ids('{}'), 200, 'invalid_id'],
  ['39', 'true as id', ids('true'), 200, 'invalid_id'],
  ['40', 'number as id', ids('123'), 200, 1],
  ['40', 'number too large as id', ids('9007199254740993'), 200, 'unsafe_id'],
  ['40', 'number beyond all as id', ids('1e400'), 200, 'unsafe_id'],
  ['41', 'blocked beside another', ids('"null"'), 200, 1],
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
  ['53', 'no name', batchOf({ type: 'track', userId: 'u-1' }), 200, 'missing_event'],
  ['53', 'empty name', batchOf({ type: 'track', userId: 'u-1', event: '' }), 200, 'missing_event'],
  ['53', 'number as name', batchOf({ type: 'track', userId: 'u-1', event: 1 }), 200, 'missing_event'],
  [
    '53',
    '10 KB of name',
    batchOf({ type: 'track', userId: 'u-1', event: 'e'.repeat(10_240) }),
    200,
    'event_too_long',
  ],
  ['54', 'page without name', batchOf(page), 200, 1],
  ['54', 'group without groupId', batchOf({ type: 'group', userId: 'u-1' }), 200, 'missing_group_id'],
  ['54', 'alias without previousId', batchOf({ type: 'alias', userId: 'u-1' }), 200, 'missing_previous_id'],
  [
    '57',
    'numbers no store holds',
    rawBatch('{"type":"page","userId":"u-1","properties":{"a":1e17,"b":1e400,"c":1e-200,"d":-0}}'),
    200,
    1,
  ],
  ['57', 'bare NaN', rawBatch('{"type":"page","userId":"u-1","properties":{"a":NaN}}'), 400, 'invalid_json'],
  [
    '58',
    'revenue that is none',
    batchOf({ ...page, properties: { revenue: '12,50', other: null, list: [] } }),
    200,
    1,
  ],
  [
    '59',
    '1,000 properties',
    batchOf({
      ...page,
      properties: Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, n])),
    }),
    200,
    1,
  ],
  [
    '60',
    'traits of all kinds',
    batchOf({ type: 'identify', userId: 'u-1', traits: { a: null, b: { c: 1 }, d: [1], e: '2026-01-01' } }),
    200,
    1,
  ],
  [
    '61',
    'traits with our names',
    batchOf({ type: 'identify', userId: 'u-1', traits: { id: 'x', __segments: ['vip'], consent: true } }),
    200,
    1,
  ],
  ['62', 'messageId of 101', batchOf({ ...page, messageId: 'm'.repeat(101) }), 200, 'message_id_too_long'],
  ['62', 'object as messageId', batchOf({ ...page, messageId: {} }), 200, 'invalid_id'],
  ['62', 'empty messageId', batchOf({ ...page, messageId: '' }), 200, 1],
  [
    '66',
    'code in every text',
    batchOf({ ...page, properties: { html: '<script>', sql: "'; --", liquid: '{{ x }}', sum: '=1+1' } }),
    200,
    1,
  ],
  ['67', 'no timestamp', batchOf(page), 200, 1],
  ['70', 'the year 9999', batchOf({ ...page, timestamp: '9999-12-31T23:59:59Z' }), 200, 1],
  ['70', 'after the last date', batchOf({ ...page, timestamp: 8.64e15 + 1 }), 200, 1],
  ['71', 'before the year 0', batchOf({ ...page, timestamp: '-000001-01-01T00:00:00Z' }), 200, 1],
  ['72', 'no date', batchOf({ ...page, timestamp: '2025-02-30T00:00:00Z' }), 200, 1],
  ['72', 'an object as time', batchOf({ ...page, timestamp: {} }), 200, 1],
  ['73', 'leap second', batchOf({ ...page, timestamp: '2016-12-31T23:59:60Z' }), 200, 1],
];

describe('a bad event', () => {
  it.each(rows)('row %s: %s', async (_row, _reason, call, status, result) => {
    const collector = memoryCollector();

    const answer = await collector.call(call);

    expect(answer.status).toBe(status);
    expectResult(answer, collector, result);
    // whatever came before, the next valid event of the same person counts
    const before = collector.events.length;
    expect((await collector.post('/v1/page', { userId: 'u-1' })).body.accepted).toBe(1);
    expect(collector.events).toHaveLength(before + 1);
  });

  it('row 36: does not let a browser join two people', async () => {
    const collector = memoryCollector();
    const alias = { type: 'alias', userId: 'u-1', previousId: 'a-1' };

    const { status, body } = await collector.post('/v1/a', alias, { 'x-write-key': BROWSER_KEY });

    expect({ status, code: body.rejected?.[0]?.code }).toEqual({ status: 200, code: 'forbidden_operation' });
    expect(collector.failed[0]).toMatchObject({ code: 'forbidden_operation', payload: alias });
  });

  it('row 55: drops keys that reach a prototype', async () => {
    const collector = memoryCollector();

    await collector.call(
      rawBatch(
        '{"type":"page","userId":"u","properties":{"__proto__":{"isAdmin":true},"a":{"constructor":{}}}}',
      ),
    );

    expect(JSON.stringify(collector.events[0]?.properties)).toBe('{"a":{}}');
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
  });

  it('row 57: keeps every number', async () => {
    const collector = memoryCollector();

    await collector.call(
      rawBatch('{"type":"page","userId":"u","properties":{"a":1e17,"b":9007199254740993,"c":1e400,"d":1.5}}'),
    );

    expect(collector.events[0]).toMatchObject({
      properties: { a: '1e17', b: '9007199254740993', c: '1e400', d: 1.5 },
      flags: ['number_as_text'],
    });
  });

  it('row 65: ignores a context that is none and an address a browser claims', async () => {
    const collector = memoryCollector();
    const headers = { 'x-write-key': BROWSER_KEY };

    await collector.post('/v1/page', { userId: 'u', context: 'x', integrations: { All: false } }, headers);
    await collector.post('/v1/page', { userId: 'u', context: { ip: '10.0.0.1' } }, headers);

    expect(collector.events.map(({ context }) => context)).toEqual([
      { ip: '203.0.113.10' },
      { ip: '203.0.113.10' },
    ]);
  });

  it('row 68: corrects a clock that is two hours ahead', async () => {
    const collector = memoryCollector();

    await collector.post('/v1/batch', {
      sentAt: '2026-11-21T14:00:00.000Z',
      batch: [{ ...page, timestamp: '2026-11-21T14:00:00.000Z' }],
    });

    expect(collector.events[0]?.timestamp).toBe('2026-11-21T12:00:00.000Z');
  });
});
