import { stat } from 'node:fs/promises';
import { inBatches, workOff } from './batches.ts';
import type { Posted, Rejection } from './collector.ts';
import { composeOrders, type OrderEvent } from './compose-orders.ts';
import { lineReader } from './order-line.ts';
import type { OrderMap } from './order-map.ts';
import { PeopleFiles } from './people-files.ts';
import { openRows } from './read-rows.ts';

export type Replay = {
  readonly file: string;
  readonly map: OrderMap;
  /** lines to read. @default - all */
  readonly limit?: number | undefined;
  post(events: readonly OrderEvent[]): Promise<Posted>;
  print(text: string): void;
};

export type Replayed = {
  readonly lines: number;
  readonly unusable: number;
  readonly orders: number;
  readonly people: number;
  readonly accepted: number;
  readonly rejected: number;
  /** why the first of them was */
  readonly reason: string | undefined;
};

const bytesPerFile = 250_000; // compressed: some 10,000 lines
const mostFiles = 1_000;
const linesPerReport = 100_000;
const ordersPerReport = 5_000;
const mostTold = 5;
const connections = 4;

/** Turns the lines of a file into orders and posts them. Memory does not grow with the file. */
export async function replayOrders(replay: Replay): Promise<Replayed> {
  const { size } = await stat(replay.file).catch(() => ({ size: 0 }));
  const files = Math.min(mostFiles, Math.ceil(size / bytesPerFile) || 1);
  return PeopleFiles.in(files, async (sorted) => {
    const read = await sortLines(replay, sorted);
    return { ...read, ...(await postOrders(replay, sorted)) };
  });
}

async function sortLines(
  { file, map, limit = Number.POSITIVE_INFINITY, print }: Replay,
  sorted: PeopleFiles,
) {
  const { titles, rows } = await openRows(file);
  const read = lineReader(map, titles);
  let lines = 0;
  let unusable = 0;
  for await (const row of rows) {
    if (row.number > limit) break;
    lines = row.number;
    const outcome = read(row);
    if ('line' in outcome) await sorted.add(outcome.line);
    else {
      unusable += 1;
      if (unusable <= mostTold) print(`line ${row.number} cannot be used: ${outcome.problem}`);
    }
    if (row.number % linesPerReport === 0) print(`read ${row.number.toLocaleString('en')} lines`);
  }
  return { lines, unusable };
}

async function postOrders({ map, post, print }: Replay, sorted: PeopleFiles) {
  const tally = { orders: 0, people: 0, accepted: 0, rejected: 0 };
  let first: Rejection | undefined;
  const startedAt = performance.now();
  let reported = 0;
  async function* orders(): AsyncGenerator<OrderEvent> {
    for await (const lines of sorted.groups()) {
      tally.people += new Set(lines.map(({ userId }) => userId)).size;
      yield* composeOrders(map.event, lines);
    }
  }
  await workOff(inBatches(orders()), connections, async (batch) => {
    const posted = await post(batch);
    tally.orders += batch.length;
    tally.accepted += posted.accepted;
    tally.rejected += posted.rejected.length;
    first ??= posted.rejected[0];
    if (tally.orders < reported + ordersPerReport) return;
    reported = tally.orders;
    print(`posted ${rateText(tally.orders, startedAt)}`);
  });
  return { ...tally, reason: first?.message };
}

/** How many, and how many of them each second. */
export function rateText(events: number, startedAt: number): string {
  const seconds = (performance.now() - startedAt) / 1_000;
  const perSecond = Math.round(events / Math.max(seconds, 0.001));
  return `${events.toLocaleString('en')} orders in ${seconds.toFixed(1)} s (${perSecond.toLocaleString('en')} events/s)`;
}
