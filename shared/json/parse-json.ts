import { ExactNumber } from '../../events/exact-number.ts';

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
// the runtime hands the source text to revivers; the library types do not know it yet
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => unknown;

// outside of strings a number follows `:`, `,` or `[`; a match inside a string only costs the slower parse
const MAYBE_INEXACT = /[:,[]\s*-?(?:\d{16}|\d+(?:\.\d+)?[eE][+-]?\d\d)/;
const SMALLEST = 1e-130; // DynamoDB stores nothing nearer to zero

/** JSON with nothing lost: numbers that a double cannot hold become ExactNumber. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  if (!MAYBE_INEXACT.test(text)) return JSON.parse(text);
  return parseWithSource(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && isInexact(value) ? new ExactNumber(source) : value,
  );
}

/** Numbers that DynamoDB cannot hold as they are. */
export function isInexact(value: number): boolean {
  const size = Math.abs(value);
  return !(size <= Number.MAX_SAFE_INTEGER) || (size > 0 && size < SMALLEST) || Number.isNaN(value);
}
