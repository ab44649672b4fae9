import { AwsError } from '../../protocols/service.ts';
import type { ItemWriter, Target } from '../item-writer.ts';
import { checkInput } from '../storage/dynalite.ts';

const MAX_ITEMS = 100;

/** The most that all items of a transaction may hold together. */
export const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

/** A condition check runs as a deletion whose condition is evaluated and whose write is left out. */
export const ACTIONS = {
  Put: 'putItem',
  Update: 'updateItem',
  Delete: 'deleteItem',
  ConditionCheck: 'deleteItem',
} as const;

type Kind = keyof typeof ACTIONS;

export type Step = {
  readonly kind: Kind;
  readonly checked: object;
  readonly target: Target;
  readonly returned: unknown;
};

export function readSteps(writer: ItemWriter, items: unknown): Step[] {
  const steps = readItems(items).map((item) => readStep(writer, item));
  refuseRepeatedItems(steps.map(({ target }) => target));
  return steps;
}

export function readItems(items: unknown): readonly unknown[] {
  if (!Array.isArray(items) || items.length === 0) throw tooMany('greater than or equal to 1');
  if (items.length > MAX_ITEMS) throw tooMany(`less than or equal to ${MAX_ITEMS}`);
  return items;
}

export function refuseRepeatedItems(targets: readonly Target[]): void {
  const locks = targets.map(({ lock }) => lock).filter((lock) => lock !== '');
  if (new Set(locks).size === locks.length) return;
  throw invalid('Transaction request cannot include multiple operations on one item');
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

function readStep(writer: ItemWriter, item: unknown): Step {
  const entries = Object.entries(item ?? {}) as [string, unknown][];
  const [kind, input] = entries[0] ?? [];
  if (entries.length !== 1 || !isKind(kind) || typeof input !== 'object' || input === null) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const { ReturnValuesOnConditionCheckFailure: returned, ...rest } = { ...input } as Record<string, unknown>;
  if (kind === 'ConditionCheck' && rest.ConditionExpression === undefined) {
    throw invalid('The ConditionExpression of a ConditionCheck must not be null');
  }
  const checked = checkInput(writer.tables.store, ACTIONS[kind], rest);
  return { kind, checked, returned, target: writer.target(checked) };
}

function isKind(kind: string | undefined): kind is Kind {
  return kind !== undefined && Object.hasOwn(ACTIONS, kind);
}

function tooMany(allowed: string): AwsError {
  return invalid(
    `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${allowed}`,
  );
}
