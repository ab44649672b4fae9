import type { Json } from '../../runtime/template/json.ts';
import { StateError } from '../state-error.ts';

/** Input, output and payload of a state, in Step Functions' own limit. */
export const maxDataBytes = 262_144;

export function requireSize(data: Json, what: string): void {
  if (Buffer.byteLength(JSON.stringify(data)) <= maxDataBytes) return;
  throw new StateError(
    'States.DataLimitExceeded',
    `The ${what} of the state is larger than the limit of ${maxDataBytes} bytes.`,
  );
}
