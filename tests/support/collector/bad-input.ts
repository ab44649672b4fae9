import { expect } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { type Answer, type Call, type Collector, SERVER_KEY } from './collector.ts';

export const key = { 'x-write-key': SERVER_KEY };
export const page = { type: 'page', userId: 'u-1' };
export const bodyOf = (body: string | Buffer, headers: Record<string, string> = {}): Call => ({
  path: '/v1/batch',
  headers: { ...key, ...headers },
  body,
});
export const batchOf = (...batch: unknown[]): Call => bodyOf(JSON.stringify({ batch }));
export const rawBatch = (items: string): Call => bodyOf(`{"batch":[${items}]}`);
export const single = (path: string, body: unknown): Call => ({
  path,
  headers: key,
  body: JSON.stringify(body),
});
export const padded = (bytes: number, event: Record<string, unknown> = page): string => {
  const empty = Buffer.byteLength(JSON.stringify({ ...event, properties: { p: '' } }));
  return JSON.stringify({ ...event, properties: { p: 'x'.repeat(bytes - empty) } });
};
export const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

type Fields = Readonly<Record<string, unknown>>;
/**
 * result: the error code of an answer that is not 200; `code` of the one rejected event; or how many were accepted.
 * kept: fields of every accepted event, undefined for what it must not say. Rows about time depend on the instant.
 */
export type Row = readonly [
  row: string,
  reason: string,
  call: Call | ((receivedAt: number) => Call),
  status: number,
  result: string | number,
  kept?: Fields | ((receivedAt: number) => Fields),
];

export const callOf = ([, , call]: Row, receivedAt: number): Call =>
  typeof call === 'function' ? call(receivedAt) : call;

/** Checks that the accepted events say what they must. */
export function expectKept(
  events: readonly StreamEvent[],
  [, , , , , kept = {}]: Row,
  receivedAt: number,
): void {
  const expected = typeof kept === 'function' ? kept(receivedAt) : kept;
  for (const event of events) {
    const fields = Object.entries(event).filter(([name]) => Object.hasOwn(expected, name));
    expect(Object.fromEntries(fields)).toEqual(expected);
  }
}

/** Checks the answer, and that nothing of the request got lost. */
export function expectResult({ body }: Answer, collector: Collector, result: string | number): void {
  if (body.success === false) {
    expect(body).toEqual({ success: false, code: result, message: body.message, error: body.message });
    expect(body.message).toBeTruthy();
    expect([...collector.events, ...collector.failed]).toEqual([]);
    return;
  }
  const codes = (body.rejected ?? []).map(({ code }) => code);
  expect(codes).toEqual(typeof result === 'string' ? [result] : []);
  expect(collector.failed.map(({ code }) => code)).toEqual(codes);
  expect(collector.events).toHaveLength(body.accepted ?? Number.NaN);
  if (typeof result === 'number') expect(body.accepted).toBe(result);
}
