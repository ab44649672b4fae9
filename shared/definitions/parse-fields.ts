import * as z from 'zod';
import { InvalidInputError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';

type Path = readonly PropertyKey[];

/** Parses with a schema of strict objects; the first thing wrong is refused with its pointer and what is allowed there. */
export function parseFields<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw issue === undefined
    ? new InvalidInputError('invalid_value', 'the definition cannot be read', { cause: parsed.error })
    : refusalOf(issue, schema);
}

function refusalOf(issue: z.core.$ZodIssue, schema: z.ZodType): InvalidInputError {
  const pointer = pointerOf(issue.path);
  if (issue.code === 'unrecognized_keys') return unknownField(issue.keys[0] ?? '', issue.path, schema);
  if (issue.code === 'invalid_value') {
    const message = `${shown(issue.input)} is not allowed here; use one of ${issue.values.map(shown).join(', ')}`;
    return new InvalidInputError('invalid_value', message, { pointer, allowed: issue.values });
  }
  if (issue.code === 'invalid_type') return wrongType(issue, pointer);
  return new InvalidInputError('invalid_value', `${shown(issue.input)} is refused: ${plain(issue.message)}`, {
    pointer,
  });
}

function unknownField(field: string, path: Path, schema: z.ZodType): InvalidInputError {
  const allowed = fieldsAt(schema, path);
  return new InvalidInputError('unknown_field', `unknown field \`${field}\`${didYouMean(field, allowed)}`, {
    pointer: pointerOf([...path, field]),
    allowed: allowed.length > 0 ? allowed : undefined,
  });
}

function wrongType(issue: z.core.$ZodIssueInvalidType, pointer: string): InvalidInputError {
  if (issue.input === undefined)
    return new InvalidInputError(
      'missing_field',
      `a field is missing: \`${String(issue.path.at(-1) ?? '')}\``,
      {
        pointer,
        allowed: issue.expected,
      },
    );
  const message = `expected ${issue.expected}, got ${shown(issue.input)}`;
  return new InvalidInputError('invalid_type', message, { pointer, allowed: issue.expected });
}

function fieldsAt(schema: z.ZodType, path: Path): string[] {
  const found = path.reduce<unknown>((at, key) => childOf(unwrapped(at), key), schema);
  const object = unwrapped(found);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function childOf(schema: unknown, key: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodPipe) return unwrapped(schema.out);
  const wraps =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return wraps ? unwrapped(schema.unwrap()) : schema;
}

export const pointerOf = (path: Path): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const plain = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
