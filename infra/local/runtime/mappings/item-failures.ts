import type { InvokeResult } from '../lambda/function-config.ts';
import { isList, isObject } from '../template/json.ts';

/** The index of the first record to run again, undefined when the whole batch succeeded. */
export function firstFailure(
  result: InvokeResult,
  identifiers: readonly string[],
  reportsItemFailures: boolean,
): number | undefined {
  const failed = failedIdentifiers(result, identifiers, reportsItemFailures);
  return failed.length === 0 ? undefined : Math.min(...failed.map((each) => identifiers.indexOf(each)));
}

/** The records of a batch that were not handled, as the function's answer says. */
export function failedIdentifiers(
  result: InvokeResult,
  identifiers: readonly string[],
  reportsItemFailures: boolean,
): readonly string[] {
  if (result.functionError !== undefined) return identifiers;
  if (!reportsItemFailures) return [];
  const answer = parse(result.payload);
  // AWS takes an empty answer for success, whatever was meant
  if (answer === null || answer === undefined) return [];
  if (!isObject(answer)) return identifiers;
  const failures = answer.batchItemFailures ?? [];
  return isList(failures) ? reported(failures, identifiers) : identifiers;
}

function reported(failures: readonly unknown[], identifiers: readonly string[]): readonly string[] {
  const failed = failures.map((failure) => (isObject(failure) ? String(failure.itemIdentifier) : ''));
  // one identifier that is not in the batch fails the whole batch
  return failed.every((each) => identifiers.includes(each)) ? failed : identifiers;
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return 'not JSON';
  }
}
