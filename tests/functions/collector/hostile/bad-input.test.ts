import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  callOf,
  expectKept,
  expectResult,
  page,
  type Row,
  rawBatch,
} from '../../../support/collector/bad-input.ts';
import { BROWSER_KEY, memoryCollector, NOW } from '../../../support/collector/collector.ts';
import { contentRows } from '../../../support/collector/rows/content.ts';
import { envelopeRows } from '../../../support/collector/rows/envelope.ts';
import { identityRows } from '../../../support/collector/rows/identity.ts';
import { keyRows } from '../../../support/collector/rows/keys.ts';
import { timeRows } from '../../../support/collector/rows/time.ts';

const gzip = { 'content-encoding': 'gzip' };

/** what only a gateway makes of a request, or takes in its place */
const gatewayRows: readonly Row[] = [
  [
    '21',
    'gzip not flagged as base64',
    bodyOf(gzipSync(JSON.stringify({ batch: [page] })).toString('base64'), gzip),
    200,
    1,
  ],
  [
    '21',
    'gzip as Latin 1',
    bodyOf(gzipSync(JSON.stringify({ batch: [page] })).toString('latin1'), gzip),
    200,
    1,
  ],
  ['20', '11 MB', bodyOf('x'.repeat(11 * 1_024 * 1_024)), 413, 'body_too_large'],
];

describe.each([
  ['envelope', envelopeRows],
  ['gateway', gatewayRows],
  ['write key', keyRows],
  ['identity', identityRows],
  ['content', contentRows],
  ['time', timeRows],
])('a bad %s', (_section, rows) => {
  it.each(rows.map((row) => ({ number: row[0], reason: row[1], row })))(
    'row $number: $reason',
    async ({ row }) => {
      const [, , , status, result] = row;
      const collector = memoryCollector();

      const answer = await collector.call(callOf(row, Date.parse(NOW)));

      expect(answer.status).toBe(status);
      expectResult(answer, collector, result);
      expectKept(collector.events, row, Date.parse(NOW));
      // whatever came before, the next valid event of the same person counts
      const before = collector.events.length;
      expect((await collector.post('/v1/page', { userId: 'u-1' })).body.accepted).toBe(1);
      expect(collector.events).toHaveLength(before + 1);
    },
  );
});

describe('what bad input leaves behind', () => {
  it('row 14: takes the last of two equal keys', async () => {
    const collector = memoryCollector();

    await collector.call(rawBatch('{"type":"page","userId":"a","userId":"b"}'));

    expect(collector.events[0]?.userId).toBe('b');
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
