import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { RETENTION_DAYS } from '../../shared/duration.ts';
import {
  type Claim,
  type ClaimOutcome,
  type SendLedger,
  type SendName,
  type Settlement,
  type Skip,
  sendSchema,
  settledFrom,
} from '../../shared/messaging/sends/ledger.ts';
import type { FlatItem } from '../../shared/profiles/codec/flat-item.ts';
import { unlessConditionFailed } from '../aws/conflict.ts';
import { fromAttributes, toAttributes } from '../aws/dynamo-items.ts';

export type LedgerOptions = {
  readonly client: DynamoDBClient;
  /** of the journeys: a send stands beside its run */
  readonly table: string;
  readonly suppressionsTable: string;
};

const RETENTION_SECONDS = RETENTION_DAYS * 86_400;
const ABSENT = 'attribute_not_exists(pk)';

/**
 * The sends of journeys in the Journeys table. A failed condition says that something later stands already, or that this was
 * written before. Throws what DynamoDB throws when it has no answer.
 */
export function dynamoLedger(options: LedgerOptions): SendLedger {
  return {
    load: (name) => load(options, name),
    claim: (claim, suppressionKeys) => putClaim(options, claim, suppressionKeys),
    release: (claim) => release(options, claim),
    settle: (name, settlement) => settle(options, name, settlement),
    skip: (skip) => putSkip(options, skip),
  };
}

const keyOf = ({ entryId, sendId }: SendName) => toAttributes({ pk: `run#${entryId}`, sk: `send#${sendId}` });

async function load({ client, table }: LedgerOptions, name: SendName): ReturnType<SendLedger['load']> {
  const command = new GetItemCommand({ TableName: table, Key: keyOf(name), ConsistentRead: true });
  const { Item } = await client.send(command);
  return Item && sendSchema.parse(fromAttributes(Item));
}

async function putClaim(
  options: LedgerOptions,
  claim: Claim,
  suppressionKeys: readonly string[],
): Promise<ClaimOutcome> {
  const { table: TableName } = options;
  const Item = itemOf({ ...claim, state: 'CLAIMED' });
  const items: TransactWriteItem[] = [
    { Put: { TableName, Item, ConditionExpression: ABSENT } },
    { ConditionCheck: { TableName, ...runningCheck(claim.entryId) } },
    ...suppressionKeys.map((key) => ({ ConditionCheck: absenceCheck(options.suppressionsTable, key) })),
  ];
  try {
    await options.client.send(new TransactWriteItemsCommand({ TransactItems: items }));
    return 'claimed';
  } catch (error) {
    return refusalOf(error);
  }
}

const runningCheck = (entryId: string) => ({
  Key: toAttributes({ pk: `run#${entryId}`, sk: 'run' }),
  ConditionExpression: '#status = :running',
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: toAttributes({ ':running': 'running' }),
});

const absenceCheck = (TableName: string, key: string) => ({
  TableName,
  Key: toAttributes({ address: key }),
  ConditionExpression: 'attribute_not_exists(address)',
});

/** Which of the conditions failed; a transaction that failed otherwise is no answer. */
function refusalOf(error: unknown): ClaimOutcome {
  if (!(error instanceof TransactionCanceledException)) throw error;
  const failed = (error.CancellationReasons ?? []).map(({ Code }) => Code === 'ConditionalCheckFailed');
  const first = failed.indexOf(true);
  if (first === -1) throw error;
  if (first === 0) return 'taken';
  // the address is asked before the run
  return failed.includes(true, 2) ? 'suppressed' : 'not-running';
}

async function release({ client, table }: LedgerOptions, claim: Claim): Promise<void> {
  const command = new DeleteItemCommand({
    TableName: table,
    Key: keyOf(claim),
    ConditionExpression: '#state = :claimed AND claimedAt = :at',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: toAttributes({ ':claimed': 'CLAIMED', ':at': claim.claimedAt }),
  });
  await unlessConditionFailed(client.send(command));
}

async function settle(
  { client, table }: LedgerOptions,
  name: SendName,
  settlement: Settlement,
): Promise<void> {
  const changes = Object.entries(settlement);
  const from = settledFrom(settlement).map((state, index) => [`:from${index}`, state] as const);
  const command = new UpdateItemCommand({
    TableName: table,
    Key: keyOf(name),
    UpdateExpression: `SET ${changes.map(([field]) => `#${field} = :${field}`).join(', ')}`,
    ConditionExpression: `#state IN (${from.map(([name]) => name).join(', ')})`,
    ExpressionAttributeNames: Object.fromEntries(changes.map(([field]) => [`#${field}`, field])),
    ExpressionAttributeValues: toAttributes({
      ...Object.fromEntries(changes.map(([field, value]) => [`:${field}`, value])),
      ...Object.fromEntries(from),
    }),
  });
  await unlessConditionFailed(client.send(command));
}

async function putSkip({ client, table }: LedgerOptions, skip: Skip): Promise<void> {
  const Item = itemOf({ ...skip, state: 'SKIPPED' });
  await unlessConditionFailed(
    client.send(new PutItemCommand({ TableName: table, Item, ConditionExpression: ABSENT })),
  );
}

function itemOf(send: SendName & { readonly at: string; readonly state: string }) {
  const present = Object.entries(send).filter(([, value]) => value !== undefined);
  const item: FlatItem = {
    ...Object.fromEntries(present),
    expiresAt: Math.floor(Date.parse(send.at) / 1_000) + RETENTION_SECONDS,
  };
  return { ...toAttributes(item), ...keyOf(send) };
}
