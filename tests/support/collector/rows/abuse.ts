import { gzipSync } from 'node:zlib';
import { batchOf, bodyOf, key, page, rawBatch } from '../bad-input.ts';
import type { Call } from '../collector.ts';

const MIB = 1_024 * 1_024;
// gzip may have many members: half a gigabyte in 500 KB
const bomb = Buffer.concat(Array(50).fill(gzipSync(Buffer.alloc(10 * MIB))));
const inEvent = (name: string) => rawBatch(`{"type":"page","userId":"u-1","properties":{"a":${name}}}`);

/** Requests made to cost more than they cost their sender, and what answers them. */
export const abuses: readonly (readonly [name: string, call: Call, status: number])[] = [
  ['a gzip bomb', bodyOf(bomb, { 'content-encoding': 'gzip' }), 413],
  ['200,000 levels', rawBatch('['.repeat(200_000) + ']'.repeat(200_000)), 400],
  ['2,501 events', batchOf(...Array(2_501).fill(page)), 400],
  [
    'a context copied 2,500 times',
    bodyOf(`{"context":{"x":"${'x'.repeat(450_000)}"},"batch":[${Array(2_500).fill('{}')}]}`),
    400,
  ],
  ['11 MB', bodyOf('x'.repeat(11 * MIB)), 413],
  ['an 8 KB key', { ...batchOf(page), headers: { 'x-write-key': 'c'.repeat(8_192) } }, 401],
  ['a long fraction', inEvent(`1.${'1'.repeat(450_000)}`), 200],
  ['a long blank', inEvent(' '.repeat(450_000)), 400],
  ['a quote that does not end', bodyOf(`"${'\\"'.repeat(200_000)}`), 400],
  [
    'a form of 100,000 fields',
    bodyOf('a=b&'.repeat(100_000), { 'content-type': 'application/x-www-form-urlencoded' }),
    400,
  ],
];

/** The most that one request may ask for. */
export const largestValid: Call = {
  path: '/v1/batch',
  headers: key,
  body: JSON.stringify({ batch: Array(2_500).fill({ ...page, properties: { text: 'x'.repeat(120) } }) }),
};
