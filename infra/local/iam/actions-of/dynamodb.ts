import type { JsonInput } from '../../protocols/json-protocol.ts';
import { arn } from '../../runtime/deployment/resource-type.ts';
import { isList, isObject } from '../../runtime/template/json.ts';
import type { Need } from '../policies/evaluate.ts';
import type { JsonRules } from './rules.ts';

const onTable = [
  'DeleteItem',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'PutItem',
  'UpdateItem',
  'UpdateTimeToLive',
];
const onTableOrIndex = ['Query', 'Scan'];
const onManyTables = ['BatchGetItem', 'BatchWriteItem'];

// a transaction needs what its parts would need alone
const partActions: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

/** PartiQL has no rule: its statements would have to be read to tell which tables they name. */
export const dynamodbRules: JsonRules = {
  ...rules(onTable, (action, { TableName }) => [need(action, tableArn(TableName))]),
  ...rules(onTableOrIndex, (action, { TableName, IndexName }) => {
    const index = IndexName === undefined ? '' : `/index/${String(IndexName)}`;
    return [need(action, `${tableArn(TableName)}${index}`)];
  }),
  ...rules(onManyTables, (action, { RequestItems }) =>
    Object.keys(isObject(RequestItems) ? RequestItems : {}).map((table) => need(action, tableArn(table))),
  ),
  ...rules(['TransactGetItems', 'TransactWriteItems'], (_, { TransactItems }) =>
    transactionNeeds(TransactItems),
  ),
  ListTables: () => [need('ListTables', '*')],
};

function rules(operations: readonly string[], rule: (action: string, input: JsonInput) => Need[]): JsonRules {
  return Object.fromEntries(
    operations.map((operation) => [operation, (input: JsonInput) => rule(operation, input)]),
  );
}

function transactionNeeds(items: unknown): Need[] {
  const parts = (isList(items) ? items : []).flatMap((item) => Object.entries(isObject(item) ? item : {}));
  return parts.map(([kind, part]) =>
    need(partActions[kind] ?? kind, tableArn(isObject(part) ? part.TableName : undefined)),
  );
}

function need(action: string, resource: string): Need {
  return { action: `dynamodb:${action}`, resource };
}

function tableArn(nameOrArn: unknown): string {
  const text = String(nameOrArn);
  return text.startsWith('arn:') ? text : arn('dynamodb', `table/${text}`);
}
