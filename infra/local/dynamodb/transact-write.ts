import { createHash } from 'node:crypto';
import { AwsError } from '../protocols/service.ts';
import { type Accepted, type ItemWriter, refusal, type Target } from './item-writer.ts';
import type { Attempt } from './storage/attempt.ts';
import { checkInput, keys, type LevelDatabase, type LevelOperation } from './storage/dynalite.ts';
import { type Item, itemBytes } from './storage/item.ts';

const MAX_ITEMS = 100;
const MAX_BYTES = 4 * 1024 * 1024;
// how long DynamoDB remembers a ClientRequestToken
const TOKEN_MS = 10 * 60_000;
const TOKENS = 'token~';

/** A condition check runs as a deletion whose condition is evaluated and whose write is left out. */
const ACTIONS = {
  Put: 'putItem',
  Update: 'updateItem',
  Delete: 'deleteItem',
  ConditionCheck: 'deleteItem',
} as const;

type Kind = keyof typeof ACTIONS;
type Step = {
  readonly kind: Kind;
  readonly checked: object;
  readonly target: Target;
  readonly returned: unknown;
};
type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: Item };
type UsedToken = { readonly at: number; readonly digest: string };

export type Transactions = {
  readonly writer: ItemWriter;
  readonly database: LevelDatabase;
  readonly now: () => number;
};

/** All of TransactWriteItems' writes or none; a repeated token is answered without writing again. */
export async function transactWrite(parts: Transactions, input: Record<string, unknown>): Promise<object> {
  const { ClientRequestToken: token, TransactItems: items, ...rest } = input;
  refuseUnknown(rest);
  const digest = createHash('sha256').update(JSON.stringify(items)).digest('hex');
  const steps = readItems(items).map((item) => readStep(parts.writer, item));
  const locks = steps.map((step) => step.target.lock).filter((lock) => lock !== '');
  if (new Set(locks).size < locks.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
  const tokenKey = typeof token === 'string' ? TOKENS + token : undefined;
  return parts.writer.locks.hold(tokenKey === undefined ? locks : [tokenKey, ...locks], async () => {
    if (tokenKey !== undefined && (await isRepeated(parts, tokenKey, digest))) return {};
    const accepted = await attemptAll(parts.writer, steps);
    const used: UsedToken = { at: parts.now(), digest };
    const operations: LevelOperation[] =
      tokenKey === undefined ? [] : [{ type: 'put', key: tokenKey, value: used }];
    await parts.writer.commit(accepted, { operations });
    return {};
  });
}

/** Forgets the tokens DynamoDB would have forgotten. */
export async function forgetTokens({ database, now }: Transactions): Promise<void> {
  const entries = await database.iterator({ gt: TOKENS, lt: `${TOKENS}~` }).all();
  // only transactWrite() writes under this prefix
  const old = entries.filter(([, value]) => (value as UsedToken).at <= now() - TOKEN_MS);
  if (old.length > 0) await database.batch(old.map(([key]) => ({ type: 'del', key })));
}

async function isRepeated({ database, now }: Transactions, key: string, digest: string): Promise<boolean> {
  // only transactWrite() writes under this prefix
  const used = (await database.get(key)) as UsedToken | undefined;
  if (used === undefined || used.at <= now() - TOKEN_MS) return false;
  if (used.digest === digest) return true;
  throw new AwsError(
    'IdempotentParameterMismatchException',
    'the ClientRequestToken was used with other parameters',
  );
}

function readItems(items: unknown): readonly unknown[] {
  if (!Array.isArray(items) || items.length === 0) {
    throw invalid(
      "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  if (items.length > MAX_ITEMS) {
    throw invalid(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${MAX_ITEMS}`,
    );
  }
  return items;
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

async function attemptAll(writer: ItemWriter, steps: readonly Step[]): Promise<Accepted[]> {
  const outcomes = await Promise.all(steps.map((step) => attemptStep(writer, step)));
  const reasons = outcomes.map((outcome, index) => reasonOf(outcome, steps[index]?.returned));
  if (outcomes.some((outcome) => outcome.status === 'refused')) throw cancelled(reasons);
  const accepted = outcomes.filter((outcome) => outcome.status === 'accepted');
  if (bytesOf(accepted) > MAX_BYTES) {
    throw invalid('Transaction size has exceeded the maximum allowed size of 4 MB');
  }
  return accepted;
}

async function attemptStep(writer: ItemWriter, { kind, checked, target }: Step): Promise<Attempt> {
  if (target.invalid !== undefined) return { status: 'refused', error: target.invalid, existing: undefined };
  const outcome = await writer.attempt(ACTIONS[kind], checked);
  if (kind !== 'ConditionCheck' || outcome.status === 'refused') return outcome;
  return { ...outcome, operations: [], changes: [] };
}

function reasonOf(outcome: Attempt, returned: unknown): Reason {
  if (outcome.status === 'accepted') return { Code: 'None' };
  const { code, message, details } = refusal(outcome, returned);
  const isConditional = code === 'ConditionalCheckFailedException';
  return { Code: isConditional ? 'ConditionalCheckFailed' : 'ValidationError', Message: message, ...details };
}

function cancelled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { details: { CancellationReasons: reasons } },
  );
}

function bytesOf(accepted: readonly Accepted[]): number {
  const items = accepted.flatMap(({ changes }) => changes.map(({ before, after }) => after ?? before ?? {}));
  return items.reduce((total, item) => total + itemBytes(item), 0);
}

function refuseUnknown(rest: Record<string, unknown>): void {
  const { ReturnConsumedCapacity: _capacity, ReturnItemCollectionMetrics: _metrics, ...unknown } = rest;
  const [parameter] = Object.keys(unknown);
  if (parameter === undefined) return;
  throw invalid(`the local DynamoDB does not support transactWriteItems with the parameter ${parameter}`);
}

function invalid(message: string): AwsError {
  return refusal({ status: 'refused', error: keys.validationError(message), existing: undefined }, undefined);
}
