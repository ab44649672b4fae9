import { AwsError } from '../../protocols/service.ts';
import { type Consumed, transactionCapacity } from '../capacity/consumed.ts';
import { READ_COST, readUnits } from '../capacity/read-units.ts';
import { writeUnits, writeUnitsOfTable } from '../capacity/write-units.ts';
import { type Accepted, type ItemWriter, isConditional, refusedImages } from '../item-writer.ts';
import type { Attempt } from '../storage/attempt.ts';
import type { LevelDatabase } from '../storage/dynalite.ts';
import { itemBytes } from '../storage/item.ts';
import { cancelled, reasonOf, refuseConflicts } from './cancelled.ts';
import { isRepeated, rememberToken, type Token, tokenOf } from './tokens.ts';
import { ACTIONS, invalid, MAX_TRANSACTION_BYTES, readSteps, type Step } from './transaction-items.ts';

// one to prepare, one to commit
const UNITS_PER_ITEM = 2;

export type Transactions = {
  readonly writer: ItemWriter;
  readonly database: LevelDatabase;
  readonly now: () => number;
};

type Outcome = { readonly step: Step; readonly attempt: Attempt };

/** All of TransactWriteItems' writes or none; a repeated token is answered without writing again. */
export async function transactWrite(parts: Transactions, input: Record<string, unknown>): Promise<object> {
  const { ClientRequestToken, TransactItems, ReturnConsumedCapacity: asked, ...rest } = input;
  refuseUnknown(rest);
  const steps = readSteps(parts.writer, TransactItems);
  const token = tokenOf(ClientRequestToken, TransactItems);
  const { locks } = parts.writer;
  if (token && locks.isHeld(token.key, ['transaction'])) {
    throw new AwsError(
      'TransactionInProgressException',
      'The transaction with the given request token is already in progress.',
    );
  }
  const items = steps.map((step) => step.target.lock);
  refuseConflicts(locks, items, ['transaction']);
  const held = [...(token ? [token.key] : []), ...items.filter((lock) => lock !== '')];
  const run = async (): Promise<object> => {
    const isDone = token !== undefined && (await isRepeated(parts, token));
    const consumed = isDone ? await repeat(parts.writer, steps) : await commitAll(parts, steps, token);
    return { ConsumedCapacity: transactionCapacity(parts.writer.charge(consumed), asked) };
  };
  return locks.hold(held, run, 'transaction');
}

async function commitAll(
  { writer, now }: Transactions,
  steps: readonly Step[],
  token: Token | undefined,
): Promise<Consumed[]> {
  const outcomes = await Promise.all(steps.map((step) => attemptStep(writer, step)));
  if (outcomes.some(({ attempt }) => attempt.status === 'refused')) {
    writer.charge(outcomes.flatMap(unitsOfCancelled));
    throw cancelled(outcomes.map(({ attempt, step }) => reasonOf(attempt, step.returned)));
  }
  const written = outcomes.map(writtenBy).filter((accepted) => accepted !== undefined);
  if (bytesOf(written) > MAX_TRANSACTION_BYTES) {
    throw invalid('Transaction size has exceeded the maximum allowed size of 4 MB');
  }
  await writer.commit(written, { operations: token ? [rememberToken(token, now())] : [] });
  return outcomes.flatMap(unitsOfCommitted);
}

/** A repeated transaction writes nothing: it reads its items. */
function repeat(writer: ItemWriter, steps: readonly Step[]): Promise<Consumed[]> {
  return Promise.all(
    steps.map(async ({ target }) => {
      const units = readUnits(itemBytes((await writer.read(target)) ?? {}), READ_COST.transactional);
      return { table: target.table.description.TableName, kind: 'read' as const, units };
    }),
  );
}

async function attemptStep(writer: ItemWriter, step: Step): Promise<Outcome> {
  const { invalid: error } = step.target;
  if (error !== undefined) return { step, attempt: { status: 'refused', error, existing: undefined } };
  return { step, attempt: await writer.attempt(ACTIONS[step.kind], step.checked) };
}

function writtenBy({ step, attempt }: Outcome): Accepted | undefined {
  return attempt.status === 'accepted' && step.kind !== 'ConditionCheck' ? attempt : undefined;
}

function unitsOfCommitted(outcome: Outcome): Consumed[] {
  const { description } = outcome.step.target.table;
  const written = writtenBy(outcome);
  if (written === undefined) return unitsOfCancelled(outcome);
  return written.changes.flatMap((change) => writeUnits(description, change, UNITS_PER_ITEM));
}

// only the tables: a transaction that does not commit never comes to the indexes
function unitsOfCancelled({ step, attempt }: Outcome): Consumed[] {
  const { description } = step.target.table;
  if (attempt.status === 'accepted') {
    return attempt.changes.flatMap((change) => writeUnitsOfTable(description, change, UNITS_PER_ITEM));
  }
  if (!isConditional(attempt)) return [];
  return writeUnitsOfTable(description, refusedImages(attempt, step.checked), UNITS_PER_ITEM);
}

function bytesOf(accepted: readonly Accepted[]): number {
  const items = accepted.flatMap(({ changes }) => changes.map(({ before, after }) => after ?? before ?? {}));
  return items.reduce((total, item) => total + itemBytes(item), 0);
}

function refuseUnknown(rest: Record<string, unknown>): void {
  const { ReturnItemCollectionMetrics: _metrics, ...unknown } = rest;
  const [parameter] = Object.keys(unknown);
  if (parameter === undefined) return;
  throw invalid(`the local DynamoDB does not support transactWriteItems with the parameter ${parameter}`);
}
