import type { FaultKind } from '../../../infra/local/faults/break-call.ts';
import type { RecordedCall } from './record-calls.ts';

/** One call that is broken in one way; a cold one is only made by functions that just started. */
export type Trial = { readonly call: RecordedCall; readonly kind: FaultKind; readonly isCold: boolean };

/** How many were tried of each service and operation, by kind. */
export function countTrials(trials: readonly Trial[]): Record<string, Record<string, number>> {
  const operations = Map.groupBy(trials, ({ call }) => `${call.service} ${call.operation}`);
  return Object.fromEntries([...operations].sort().map(([operation, own]) => [operation, countKinds(own)]));
}

function countKinds(trials: readonly Trial[]): Record<string, number> {
  const kinds = Map.groupBy(trials, ({ kind }) => kind);
  return Object.fromEntries([...kinds].map(([kind, own]) => [kind, own.length]));
}
