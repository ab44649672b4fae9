import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';

// kinesalite has no types: what follows is the part of it that is used here, as version 3.3.3 has it

export type Callback = (error: unknown, value?: unknown) => void;

export type LevelRange = {
  readonly gt?: string;
  readonly lt?: string;
  readonly limit?: number;
  readonly reverse?: boolean;
};

export type LevelDatabase = {
  put(key: string, value: unknown, callback: Callback): void;
  del(key: string, callback: Callback): void;
  batch(operations: readonly LevelOperation[], options: object, callback: Callback): void;
  close(callback: Callback): void;
  createReadStream(range: LevelRange): Readable;
  /** Writes files anew without what was deleted; a database in memory has none. */
  compactRange?(start: string, end: string, callback: Callback): void;
  createKeyStream(): Readable;
};

export type LevelOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: StoredRecord }
  | { readonly type: 'del'; readonly key: string };

/** A record as it is stored; its key is "<hex of the shard>/<sequence number>", its data base64. */
export type StoredRecord = {
  readonly PartitionKey: string;
  readonly Data: string;
  readonly ApproximateArrivalTimestamp: number;
};

export type StreamDescription = {
  readonly StreamName: string;
  readonly StreamARN: string;
  readonly StreamStatus: string;
  readonly StreamCreationTimestamp: number;
  readonly RetentionPeriodHours: number;
  readonly StreamModeDetails?: { readonly StreamMode: string };
  readonly Shards: readonly Shard[];
};

export type Shard = {
  readonly ShardId: string;
  readonly ParentShardId?: string;
  readonly AdjacentParentShardId?: string;
  readonly HashKeyRange: { readonly StartingHashKey: string; readonly EndingHashKey: string };
  readonly SequenceNumberRange: { readonly EndingSequenceNumber?: string };
};

export function isOpen({ SequenceNumberRange: range }: Shard): boolean {
  return range.EndingSequenceNumber === undefined;
}

export type KinesaliteStore = {
  readonly db: LevelDatabase;
  readonly metaDb: LevelDatabase & { awsAccountId: string; awsRegion: string };
  getStreamDb(stream: string): LevelDatabase;
  getStream(stream: string, callback: Callback): void;
};

type Action = (store: KinesaliteStore, input: object, callback: Callback) => void;
type Rules = { readonly types: Record<string, unknown>; readonly custom?: unknown };

/** An error as kinesalite makes it: the answer's body is ready. */
export type KinesaliteError = Error & { readonly body: { __type: string; message?: string } };

const OPERATIONS = [
  ...['PutRecord', 'PutRecords', 'GetRecords', 'GetShardIterator', 'ListShards', 'ListStreams'],
  ...['CreateStream', 'DeleteStream', 'DescribeStream', 'DescribeStreamSummary', 'SplitShard', 'MergeShards'],
  ...['AddTagsToStream', 'RemoveTagsFromStream', 'ListTagsForStream'],
  ...['IncreaseStreamRetentionPeriod', 'DecreaseStreamRetentionPeriod'],
];

const require = createRequire(import.meta.url);

// every cast below states what the untyped modules export
export const shards = require('kinesalite/db') as {
  create(options: object): KinesaliteStore;
  resolveShardId(shardId: string): { shardIx: number };
  shardIxToHex(shardIx: number): string;
  clientError(type: string, message: string): KinesaliteError;
};

const validations = require('kinesalite/validations') as {
  toLowerFirst(name: string): string;
  checkTypes(input: object, types: Rules['types']): Record<string, unknown>;
  checkValidations(input: object, types: Rules['types'], custom: unknown, operation: string): void;
};

const actions = new Map(OPERATIONS.map((name) => [name, load<Action>('actions', name)]));
const rules = new Map(OPERATIONS.map((name) => [name, load<Rules>('validations', name)]));

export function isKinesaliteOperation(operation: string): boolean {
  return actions.has(operation);
}

export function isKinesaliteError(error: unknown): error is KinesaliteError {
  return error instanceof Error && 'body' in error && typeof error.body === 'object';
}

/** An input that kinesalite's own rules find right, with its stream by name. */
export function checkInput(operation: string, input: Record<string, unknown>): Record<string, unknown> {
  const rule = rules.get(operation);
  if (rule === undefined) throw new Error(`kinesalite has no operation ${operation}`);
  const named = nameStream(input, 'StreamName' in rule.types);
  const unknown = Object.keys(named).find((parameter) => !(parameter in rule.types));
  if (unknown !== undefined) {
    const message = `the local Kinesis does not support ${operation} with the parameter ${unknown}`;
    throw shards.clientError('InvalidArgumentException', message);
  }
  const checked = validations.checkTypes(named, rule.types);
  validations.checkValidations(checked, rule.types, rule.custom, operation);
  return checked;
}

/** Checks an input, then runs kinesalite's action unchanged. */
export function runOperation(
  store: KinesaliteStore,
  operation: string,
  input: Record<string, unknown>,
): Promise<unknown> {
  const checked = checkInput(operation, input);
  return new Promise((resolve, reject) => {
    actions.get(operation)?.(store, checked, (error, value) => (error ? reject(error) : resolve(value)));
  });
}

// kinesalite is older than StreamARN
function nameStream(input: Record<string, unknown>, hasName: boolean): Record<string, unknown> {
  const { StreamARN: arn, ...rest } = input;
  if (typeof arn !== 'string' || !hasName) return rest;
  return { ...rest, StreamName: arn.split('/').at(-1) };
}

function load<T>(folder: string, operation: string): T {
  return require(`kinesalite/${folder}/${validations.toLowerFirst(operation)}`) as T;
}
