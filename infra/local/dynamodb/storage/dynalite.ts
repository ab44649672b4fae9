import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type { Path } from '../expressions/condition.ts';
import type { AttributeValue, Item } from './item.ts';

// dynalite has no types: what follows is the part of it that is used here, as version 4.0.0 has it

export type Callback = (error: unknown, value?: unknown) => void;

export type LevelOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

export type LevelRange = {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
};

export type LevelDatabase = {
  open(): Promise<void>;
  close(): Promise<void>;
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  batch(operations: readonly LevelOperation[]): Promise<void>;
  clear(range: LevelRange): Promise<void>;
  /** Writes files anew without what was deleted; a database in memory has none. */
  compactRange?(start: string, end: string): Promise<void>;
  keys(range: LevelRange): { all(): Promise<string[]> };
  values(range: LevelRange): { nextv(size: number): Promise<unknown[]>; close(): Promise<void> };
  iterator(range: LevelRange): { all(): Promise<[string, unknown][]> };
  createValueStream(range: LevelRange): Readable;
  createKeyStream(range: LevelRange): Readable;
};

/** One table or index inside the database: its keys get a prefix. */
export type SubDatabase = {
  lock(key: string, work: (release: (callback: Callback) => Callback) => void): void;
  get(key: string, callback: Callback): void;
  put(key: string, value: unknown, callback: Callback): void;
  del(key: string, callback: Callback): void;
  createValueStream(range: LevelRange): Readable;
};

export type KeySchema = readonly { readonly AttributeName: string; readonly KeyType: 'HASH' | 'RANGE' }[];

export type TableDescription = {
  readonly TableName: string;
  readonly TableArn: string;
  readonly TableStatus: string;
  readonly KeySchema: KeySchema;
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: 'S' | 'N' | 'B';
  }[];
  readonly GlobalSecondaryIndexes?: readonly IndexDescription[];
  readonly LocalSecondaryIndexes?: readonly IndexDescription[];
};

export type IndexDescription = {
  readonly IndexName: string;
  readonly KeySchema: KeySchema;
  readonly Projection: {
    readonly ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
    readonly NonKeyAttributes?: readonly string[];
  };
};

export type DynaliteStore = {
  readonly options: Record<string, unknown>;
  readonly db: LevelDatabase;
  readonly tableDb: SubDatabase & { awsAccountId: string; awsRegion: string };
  getItemDb(table: string): SubDatabase;
  getIndexDb(type: string, table: string, index: string): SubDatabase;
  getTable(name: string, checkStatus: boolean | Callback, callback?: Callback): void;
};

type Action = (store: DynaliteStore, input: object, callback: Callback) => void;
type Rules = { readonly types: Record<string, unknown>; readonly custom?: unknown };

/** An error as dynalite makes it: the answer's body is ready. */
export type DynaliteError = Error & { readonly body: { __type: string; message?: string; Item?: Item } };

const names = [
  ...['putItem', 'updateItem', 'deleteItem', 'getItem', 'batchWriteItem', 'batchGetItem', 'query', 'scan'],
  ...['createTable', 'deleteTable', 'updateTable', 'describeTable', 'listTables'],
  ...['tagResource', 'untagResource', 'listTagsOfResource'],
];

const require = createRequire(import.meta.url);

// every cast below states what the untyped modules export
export const keys = require('dynalite/db') as {
  create(options: object): DynaliteStore;
  createKey(item: Item, table: TableDescription, schema?: KeySchema): string;
  createIndexKey(item: Item, table: TableDescription, schema: KeySchema): string;
  validateKey(key: Item, table: TableDescription): DynaliteError | undefined;
  validateItem(item: Item, table: TableDescription): DynaliteError | undefined;
  validationError(message: string): DynaliteError;
  compare(operator: '=' | '<', one: AttributeValue, other: AttributeValue): boolean;
  mapPath(path: Path, item: Item): AttributeValue | null | undefined;
  mapPaths(paths: readonly (Path | string)[], item: Item): Item;
};

const validations = require('dynalite/validations') as {
  checkTypes(input: object, types: Rules['types']): object;
  checkValidations(input: object, types: Rules['types'], custom: unknown, store: DynaliteStore): void;
  validateAttributeValue(value: object): string | undefined;
};

export const { validateAttributeValue } = validations;

const actions = new Map(names.map((name) => [name, require(`dynalite/actions/${name}`) as Action]));
const rules = new Map(names.map((name) => [name, require(`dynalite/validations/${name}`) as Rules]));

/** Runs one of dynalite's actions; `faults` gets what is thrown inside its callbacks. */
export function runAction(store: DynaliteStore, name: string, input: object): Promise<unknown> {
  const action = actions.get(name);
  if (action === undefined) throw new Error(`dynalite has no action ${name}`);
  return new Promise((resolve, reject) => {
    action(store, input, (error, value) => (error ? reject(error) : resolve(value)));
  });
}

// what expressions replaced in 2014
const legacy = new Set([
  ...['AttributesToGet', 'AttributeUpdates', 'ConditionalOperator', 'Expected'],
  ...['KeyConditions', 'QueryFilter', 'ScanFilter'],
]);

/** Checks an input with dynalite's own rules and compiles its expressions; refuses what would be ignored. */
export function checkInput(store: DynaliteStore, name: string, input: Record<string, unknown>): object {
  const rule = rules.get(name);
  if (rule === undefined) throw new Error(`dynalite has no rules for ${name}`);
  const unknown = Object.keys(input).find((parameter) => legacy.has(parameter) || !(parameter in rule.types));
  if (unknown !== undefined) {
    throw keys.validationError(`the local DynamoDB does not support ${name} with the parameter ${unknown}`);
  }
  const checked = validations.checkTypes({ ...input }, rule.types);
  validations.checkValidations(checked, rule.types, rule.custom, store);
  if (name === 'updateItem') sortRemovals(checked);
  return checked;
}

type Update = { _updates?: { sections: { readonly type: string; readonly path: Path }[] } };

// dynalite carries updates out one by one: elements of lists must go last, those behind first, to be the ones that were meant
function sortRemovals({ _updates: updates }: Update): void {
  const isElement = ({ type, path }: { type: string; path: Path }): boolean =>
    type === 'remove' && typeof path.at(-1) === 'number';
  const elements = updates?.sections.filter(isElement) ?? [];
  if (updates === undefined || elements.length < 1) return;
  const others = updates.sections.filter((section) => !isElement(section));
  updates.sections = [...others, ...elements.toSorted((one, other) => pathOrder(other.path, one.path))];
}

function pathOrder(one: Path, other: Path): number {
  const at = one.findIndex((piece, index) => piece !== other[index]);
  const [piece, otherPiece] = [one[at], other[at]];
  return typeof piece === 'number' && typeof otherPiece === 'number' ? piece - otherPiece : 0;
}

export function isDynaliteError(error: unknown): error is DynaliteError {
  return error instanceof Error && 'body' in error && typeof error.body === 'object';
}
