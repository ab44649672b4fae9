import * as z from 'zod';
import { CommandError } from '../command.ts';
import { columnOf, columnsOf, type Fields, type OrderMap } from './order-map.ts';
import type { Row } from './read-rows.ts';

const valuesSchema = z.record(z.string(), z.union([z.string(), z.number()]));

export const orderLineSchema = z.object({
  userId: z.string(),
  orderId: z.string(),
  timestamp: z.string(),
  /** in ten-thousandths: sums stay exact */
  cost: z.number(),
  properties: valuesSchema,
  product: valuesSchema,
});
/** One line of an order. */
export type OrderLine = z.infer<typeof orderLineSchema>;

export const COST_SCALE = 10_000;

/** A line, or what is wrong with it. */
export type LineOutcome = { readonly line: OrderLine } | { readonly problem: string };

/** Reads the rows of a file with these titles; throws when the map names a column that is not there. */
export function lineReader(map: OrderMap, titles: readonly string[]): (row: Row) => LineOutcome {
  const missing = columnsOf(map).find((column) => !titles.includes(column));
  if (missing !== undefined)
    throw new CommandError(`the file has no column \`${missing}\`; it has ${titles.join(', ')}`);
  return ({ cells }) => {
    if (cells.length !== titles.length)
      return { problem: `${cells.length} fields instead of ${titles.length}` };
    return readLine(map, (column) => cells[titles.indexOf(column)] ?? '');
  };
}

function readLine(map: OrderMap, cell: (column: string) => string): LineOutcome {
  const [userId, orderId] = [cell(map.userId).trim(), cell(map.orderId).trim()];
  if (userId === '') return { problem: `${map.userId} is empty` };
  if (orderId === '') return { problem: `${map.orderId} is empty` };
  const instant = Date.parse(cell(map.timestamp));
  if (Number.isNaN(instant)) return { problem: `${map.timestamp} is no time: \`${cell(map.timestamp)}\`` };
  const cost = numberOf(cell(map.total));
  if (cost === undefined) return { problem: `${map.total} is no number: \`${cell(map.total)}\`` };
  return {
    line: {
      userId,
      orderId,
      timestamp: new Date(instant).toISOString(),
      cost: Math.round(cost * COST_SCALE),
      properties: valuesOf(map.properties, cell),
      product: valuesOf(map.products, cell),
    },
  };
}

// what is empty, or no number where one is meant, is left out
function valuesOf(fields: Fields, cell: (column: string) => string): OrderLine['product'] {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const text = cell(columnOf(field));
      const value = typeof field === 'string' ? text || undefined : numberOf(text);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function numberOf(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
