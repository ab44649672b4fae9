import type { Observation } from './accumulator.ts';

const LONGEST_JSON = 256;

/** The property that was seen, or without one the instant it happened at. */
export function shownEnd(observation: Observation | undefined): unknown {
  if (observation === undefined) return undefined;
  const { value, at } = observation;
  return value === '' ? new Date(at).toISOString() : JSON.parse(String(value));
}

/** A longer value is none. */
export function observeEnd({ json }: { readonly json: string | undefined }): string | undefined {
  return json !== undefined && json.length <= LONGEST_JSON ? json : undefined;
}
