import type * as z from 'zod';
import { child, isRecord, parseValue, refuse, requireKnownKeys, shown } from '../refusal.ts';

/** The object that a key of a condition holds; anything but what its schema names is refused at its place. */
export function parseObject<Shape extends z.core.$ZodLooseShape>(
  schema: z.ZodObject<Shape>,
  value: unknown,
  { pointer: parent, name }: { pointer: string; name: string },
): z.infer<z.ZodObject<Shape>> {
  const pointer = child(parent, name);
  const known = Object.keys(schema.shape);
  if (!isRecord(value)) {
    const allowed = `an object with ${known.map((key) => `\`${key}\``).join(', ')}`;
    refuse(`\`${name}\` must be ${allowed}, got ${shown(value)}`, {
      code: 'invalid_value',
      pointer,
      allowed,
    });
  }
  requireKnownKeys(value, { pointer, known });
  return parseValue(schema, value, { pointer, name });
}
