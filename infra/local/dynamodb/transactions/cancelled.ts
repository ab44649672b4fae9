import { AwsError } from '../../protocols/service.ts';
import { isConditional, ONGOING, refusal } from '../item-writer.ts';
import type { Attempt } from '../storage/attempt.ts';
import type { Item } from '../storage/item.ts';
import type { KeyLocks } from '../storage/key-locks.ts';

type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: Item };

/** Why one step of a transaction stands in its way; `None` when it does not. */
export function reasonOf(outcome: Attempt, returned: unknown): Reason {
  if (outcome.status === 'accepted') return { Code: 'None' };
  const { message, details } = refusal(outcome, returned);
  return {
    Code: isConditional(outcome) ? 'ConditionalCheckFailed' : 'ValidationError',
    Message: message,
    ...details,
  };
}

/** Refuses a transaction that meets what others are about to write: DynamoDB does not let it wait. */
export function refuseConflicts(
  locks: KeyLocks,
  keys: readonly string[],
  purposes: Parameters<KeyLocks['isHeld']>[1],
): void {
  const reasons = keys.map((key): Reason => {
    return locks.isHeld(key, purposes) ? { Code: 'TransactionConflict', Message: ONGOING } : { Code: 'None' };
  });
  if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
}

export function cancelled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { details: { CancellationReasons: reasons } },
  );
}
