import type * as z from 'zod';
import { invalid, missing } from './message.ts';

/** Reads the input of an operation; what is missing or out of its range is named as SQS does. */
export function readInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = issue?.path.join('.') ?? '';
  const value = issue?.path.reduce<unknown>((inside, key) => Object(inside)[key], input);
  if (value === undefined) throw missing(name);
  throw invalid(
    `Value ${JSON.stringify(value)} for parameter ${name} is invalid. Reason: ${issue?.message}.`,
  );
}
