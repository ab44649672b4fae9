import { ExactNumber } from '../../events/exact-number.ts';
import { isInexact } from './parse-json.ts';

// a copied `__proto__` would change the copy's prototype, the others reach it
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** A copy that is safe to keep: no prototype keys, inexact numbers as text. Adds to `flags` what it changed. Recursive: bound the depth first. */
export function cleanValue(value: unknown, flags: Set<string>): unknown {
  if (typeof value === 'number' && isInexact(value)) return cleanNumber(String(value), flags);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ExactNumber) return cleanNumber(value.source, flags);
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, flags));
  return cleanObject(value, flags);
}

export function cleanObject(value: object, flags: Set<string>): Record<string, unknown> {
  const fields = value as Readonly<Record<string, unknown>>; // what JSON makes has string keys
  const clean: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    if (PROTOTYPE_KEYS.has(key)) flags.add('dropped_key');
    else clean[key] = cleanValue(fields[key], flags);
  }
  return clean;
}

function cleanNumber(text: string, flags: Set<string>): string {
  flags.add('number_as_text');
  return text;
}
