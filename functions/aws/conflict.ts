import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';

const CONFLICT_CODES = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

/**
 * Whether a write failed because somebody else wrote first. Also what the SDK's own retry of a write that succeeded reports:
 * read again and decide, never assume.
 */
function isConflict(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException) return true;
  if (error instanceof Error && error.name === 'TransactionConflictException') return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  return (error.CancellationReasons ?? []).some(({ Code }) => CONFLICT_CODES.has(Code ?? ''));
}

/** What became of a write that somebody else's may have overtaken. */
export async function unlessConflict(write: Promise<unknown>): Promise<'saved' | 'conflict'> {
  try {
    await write;
    return 'saved';
  } catch (error) {
    if (isConflict(error)) return 'conflict';
    throw error;
  }
}

/**
 * Whether a write on a condition was carried out. Only a failed condition counts as an answer: an item that a transaction held
 * at that moment decided nothing, and the write must come again.
 */
export async function unlessConditionFailed(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
