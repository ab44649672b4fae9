import type { InvokeResult } from '../lambda/function-config.ts';
import { isList, isObject } from '../template/json.ts';

/** The index of the first record to run again, undefined when the whole batch succeeded. */
export function firstFailure(
  result: InvokeResult,
  sequenceNumbers: readonly string[],
  reportsItemFailures: boolean,
): number | undefined {
  if (result.functionError !== undefined) return 0;
  if (!reportsItemFailures) return undefined;
  const answer = parse(result.payload);
  // AWS takes an empty answer for success, whatever was meant
  if (answer === null || answer === undefined) return undefined;
  if (!isObject(answer)) return 0;
  const failures = answer.batchItemFailures ?? [];
  return isList(failures) ? lowest(failures, sequenceNumbers) : 0;
}

function lowest(failures: readonly unknown[], sequenceNumbers: readonly string[]): number | undefined {
  if (failures.length === 0) return undefined;
  const indexes = failures.map((failure) =>
    isObject(failure) ? sequenceNumbers.indexOf(String(failure.itemIdentifier)) : -1,
  );
  // one identifier that is not in the batch fails the whole batch
  return indexes.includes(-1) ? 0 : Math.min(...indexes);
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return 'not JSON';
  }
}
