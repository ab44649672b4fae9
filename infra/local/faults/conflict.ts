import { ONGOING } from '../dynamodb/item-writer.ts';
import { cancelled } from '../dynamodb/transactions/cancelled.ts';
import { AwsError } from '../protocols/service.ts';
import type { WireCall } from '../runtime/front/wire-call.ts';

type Conflict = (call: WireCall) => AwsError | undefined;

const heldItem: Conflict = () => new AwsError('TransactionConflictException', ONGOING);

// the items of a transaction that others hold: the first one is enough to cancel it
const heldTransaction: Conflict = ({ resources }) =>
  cancelledTransaction(resources.length, {
    Code: 'TransactionConflict',
    Message: ONGOING,
  });

const concurrentObject: Conflict = ({ request: { headers } }) =>
  headers['if-match'] === undefined && headers['if-none-match'] === undefined
    ? undefined
    : new AwsError(
        'ConditionalRequestConflict',
        'The conditional request cannot succeed due to a conflicting operation against this resource.',
        { status: 409 },
      );

const conflicts: Readonly<Record<string, Readonly<Record<string, Conflict>>>> = {
  dynamodb: {
    PutItem: heldItem,
    UpdateItem: heldItem,
    DeleteItem: heldItem,
    TransactWriteItems: heldTransaction,
    TransactGetItems: heldTransaction,
  },
  s3: { PutObject: concurrentObject },
};

/** The error of a call that met another one on the same item or object; none where AWS knows no such error. */
export function conflictOf(call: WireCall): AwsError | undefined {
  return conflicts[call.service]?.[call.operation]?.(call);
}

/** The operations of a service that can meet a conflict. */
export function conflictOperations(service: string): readonly string[] {
  return Object.keys(conflicts[service] ?? {});
}

export const conflictServices = Object.keys(conflicts);

export type CancellationReason = { readonly Code: string; readonly Message: string };

/** What a transaction is answered of which one item could not be written or read. */
export function cancelledTransaction(items: number, reason: CancellationReason): AwsError {
  const reasons = Array.from({ length: items }, (_, index) => (index === 0 ? reason : { Code: 'None' }));
  return cancelled(reasons);
}
