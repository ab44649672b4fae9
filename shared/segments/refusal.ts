import type { z } from 'zod';
import { InvalidInputError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';

const LONGEST_SHOWN = 80;

export type Refusal = { readonly code: string; readonly pointer: string; readonly allowed?: unknown };

export function refuse(message: string, { code, pointer, allowed }: Refusal): never {
  throw new InvalidInputError(code, message, { pointer, allowed });
}

/** Refuses a word that is not in the vocabulary, with the nearest one that is. */
export function refuseUnknown(
  what: string,
  word: string,
  place: { pointer: string; known: readonly string[]; meant?: string | undefined },
): never {
  refuse(`unknown ${what} \`${cut(word)}\`${didYouMean(place.meant ?? word, place.known)}`, {
    code: `unknown_${what}`,
    pointer: child(place.pointer, word),
    allowed: place.known,
  });
}

/** Refuses the first key that is not allowed, with the nearest one that is. */
export function requireKnownKeys(value: object, place: { pointer: string; known: readonly string[] }): void {
  for (const key of Object.keys(value)) {
    if (!place.known.includes(key)) refuseUnknown('key', key, place);
  }
}

/** What the schema makes of the value; the schema's `error` sentences are what the refusal says is allowed. */
export function parseValue<T>(
  schema: z.ZodType<T>,
  value: unknown,
  place: { pointer: string; name: string },
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const allowed = issue?.message ?? 'something else';
  const path = issue?.path ?? [];
  const pointer = path.reduce<string>((parent, key) => child(parent, String(key)), place.pointer);
  const got = path.reduce<unknown>((parent, key) => Object(parent)[key], value);
  const name = path.findLast((key) => typeof key === 'string') ?? place.name;
  refuse(`\`${name}\` must be ${allowed}, got ${shown(got)}`, { code: 'invalid_value', pointer, allowed });
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The pointer of a member (RFC 6901). */
export function child(pointer: string, key: string | number): string {
  return `${pointer}/${cut(String(key)).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A value as a refusal quotes it: short, whatever was sent. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  // two that are in the wrong order look like what is asked for
  if (isPair(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? JSON.stringify(cut(value)) : String(value);
}

const isPair = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number');

function cut(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
