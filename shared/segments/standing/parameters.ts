import * as z from 'zod';
import { child, isRecord, parseValue, refuse } from '../refusal.ts';

const A_VALUE =
  'a text of at most 1,000 characters, a number, true or false, or a list of at most 1,000 of them';

const scalar = z.union([z.string().max(1_000), z.number(), z.boolean()]);
export const parameterSchema = z.strictObject({ parameter: z.string() });
export const literalSchema = z.union([scalar, z.array(scalar).min(1).max(1_000)]);
export const valueSchema = z.union([...literalSchema.options, parameterSchema], { error: A_VALUE });

/** What stands for the parameters of a segment where another one asks for it. */
export type Values = Readonly<Record<string, z.infer<typeof valueSchema>>>;

/** A place in a condition that waits for a value. */
export type Parameter = z.infer<typeof parameterSchema>;

export function isParameter(value: unknown): value is Parameter {
  return parameterSchema.safeParse(value).success;
}

export function parseValues(value: unknown, pointer: string): Values {
  if (!isRecord(value)) {
    const allowed = 'an object with a value for each parameter';
    refuse(`\`with\` must be ${allowed}`, { code: 'invalid_value', pointer, allowed });
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      parseValue(valueSchema, one, { pointer: child(pointer, name), name }),
    ]),
  );
}

/** The parameters that a condition waits for, and where. */
export function parametersIn(part: unknown, pointer: string): readonly { name: string; pointer: string }[] {
  if (isParameter(part)) return [{ name: part.parameter, pointer }];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, inside]) => parametersIn(inside, child(pointer, key)));
}

/** Every parameter must be one of those that are known. */
export function requireParameters(
  part: unknown,
  { pointer, known }: { pointer: string; known: readonly string[] },
): void {
  const stranger = parametersIn(part, pointer).find(({ name }) => !known.includes(name));
  if (stranger === undefined) return;
  refuse(`no parameter \`${stranger.name}\` is declared`, {
    code: 'unknown_parameter',
    pointer: stranger.pointer,
    allowed: known,
  });
}

/** The condition with values in the places that wait for them, to be parsed as if it had been written so. */
export function bindParameters(part: unknown, values: Values): unknown {
  if (isParameter(part)) return Object.hasOwn(values, part.parameter) ? values[part.parameter] : part;
  if (Array.isArray(part)) return part.map((inside) => bindParameters(inside, values));
  if (!isRecord(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, inside]) => [key, bindParameters(inside, values)]),
  );
}
