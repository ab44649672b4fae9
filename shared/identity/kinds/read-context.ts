import type { IdentifiedEvent } from '../identified-event.ts';

/** A value deep in an event's context, found by its keys; undefined where one of them leads nowhere. */
export function readContext({ context }: IdentifiedEvent, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(fieldOf, context);
}

export function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key]; // an object that has the key
}
