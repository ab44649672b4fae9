import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { CommandError } from '../command.ts';

const columnSchema = z.string().min(1);
const fieldsSchema = z.record(
  z.string().min(1),
  z.union([columnSchema, z.strictObject({ number: columnSchema })]),
);

const mapSchema = z.strictObject({
  event: z.string().min(1).default('Order Completed'),
  /** columns: who bought, which order the line belongs to, when, and what the line cost */
  userId: columnSchema,
  orderId: columnSchema,
  timestamp: columnSchema,
  total: columnSchema,
  /** more about the order, by the name of the property; its first line tells */
  properties: fieldsSchema.default({}),
  /** about each line, by the name of the property */
  products: fieldsSchema,
});

/** Which column of a file becomes which field of an order. */
export type OrderMap = z.infer<typeof mapSchema>;
export type Fields = OrderMap['products'];

export async function readOrderMap(file: string): Promise<OrderMap> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new CommandError(`${file} cannot be read`, { cause });
  });
  return parseOrderMap(file, text);
}

export function parseOrderMap(file: string, text: string): OrderMap {
  try {
    return mapSchema.parse(JSON.parse(text));
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new CommandError(`${file} is no map of columns: ${problem}`, { cause });
  }
}

/** Every column that the map names. */
export function columnsOf({ event: _, properties, products, ...columns }: OrderMap): string[] {
  const fields = [...Object.values(properties), ...Object.values(products)];
  return [...Object.values(columns), ...fields.map((field) => columnOf(field))];
}

export const columnOf = (field: Fields[string]): string => (typeof field === 'string' ? field : field.number);
