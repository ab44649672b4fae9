import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Meter } from '../../billing/meter.ts';
import { putPayloadUnits } from '../../billing/rules/put-payload-units.ts';
import type { Clock } from '../../clock.ts';
import { type JsonInput, jsonService, unknownOperation } from '../../protocols/json-protocol.ts';
import { AwsError, type AwsService } from '../../protocols/service.ts';
import type { StreamSource } from '../../runtime/mappings/stream-source.ts';
import { getRecords } from './get-records.ts';
import {
  isKinesaliteError,
  isKinesaliteOperation,
  type KinesaliteStore,
  runOperation,
  type StreamDescription,
  shards,
} from './kinesalite.ts';
import { listShards } from './list-shards.ts';
import { putRecord, putRecords } from './put-records.ts';
import { updateShardCount } from './scale-stream.ts';
import { getShardIterator } from './shard-iterator.ts';
import { ShardLimits } from './shard-limits.ts';
import { ShardSource } from './shard-source.ts';
import { type StreamProps, Streams } from './streams.ts';

export type KinesisOptions = {
  readonly clock: Clock;
  /** Where state is kept; in memory when not given. */
  readonly dataDir?: string;
  readonly region?: string;
  readonly accountId?: string;
  readonly meter?: Meter;
  /** Whether a shard takes only what AWS lets it take in a second; off when not given. */
  readonly limits?: boolean;
};

/** The local Kinesis: the AWS service, and what the local cloud itself needs of it. */
export type Kinesis = AwsService & {
  /** Creates a stream from CloudFormation's properties; on a restart, finds it again. */
  createStream(props: StreamProps): Promise<StreamDescription>;
  /** A stream for event source mappings; it must exist. */
  streamOf(name: string): StreamSource;
  /** Forgets records older than their stream keeps them. */
  sweep(now?: number): Promise<void>;
  close(): Promise<void>;
};

export function openKinesis(options: KinesisOptions): Kinesis {
  const { clock, dataDir, region = 'us-east-1', accountId = '000000000000' } = options;
  const store = openStore(dataDir === undefined ? undefined : join(dataDir, 'kinesis'));
  Object.assign(store.metaDb, { awsRegion: region, awsAccountId: accountId });
  const streams = new Streams(store, clock);
  const sources = new Sources({ streams, region, accountId });
  const limits = options.limits === true ? new ShardLimits(() => clock.now()) : undefined;
  const parts = { streams, sources, clock, limits };
  return {
    ...jsonService('kinesis', {
      contentType: 'application/x-amz-json-1.1',
      run: async (operation, input) => {
        const answer = await run(parts, operation, input);
        if (operation.startsWith('PutRecord')) meterPuts(options.meter, { operation, input, answer });
        return answer;
      },
    }),
    createStream: (props) => streams.create(props),
    streamOf: (name) => sources.of(name),
    sweep: (now = clock.now()) => streams.trim(now),
    close: () => new Promise((resolve) => store.db.close(() => resolve())),
  };
}

/** Opens kinesalite's own store: in a folder when a path is given, else in memory. */
export function openStore(path: string | undefined): KinesaliteStore {
  // LevelDB makes the last folder of its path only
  if (path !== undefined) mkdirSync(path, { recursive: true });
  return shards.create({ path, createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0, shardLimit: 500 });
}

class Sources {
  readonly #options: { streams: Streams; region: string; accountId: string };
  readonly #sources = new Map<string, ShardSource>();

  constructor(options: { streams: Streams; region: string; accountId: string }) {
    this.#options = options;
  }

  of(name: string): ShardSource {
    const { streams, region, accountId } = this.#options;
    const arn = `arn:aws:kinesis:${region}:${accountId}:stream/${name}`;
    const source = this.#sources.get(name) ?? new ShardSource({ streams, name, arn, region });
    this.#sources.set(name, source);
    return source;
  }
}

type Parts = {
  readonly streams: Streams;
  readonly sources: Sources;
  readonly clock: Clock;
  readonly limits: ShardLimits | undefined;
};
type Operation = (parts: Parts, input: JsonInput) => Promise<unknown>;

// what kinesalite does not do, or not by the virtual clock; it does the rest
const operations: Readonly<Record<string, Operation>> = {
  CreateStream: ({ streams }, input) => createStream(streams, input),
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  ListShards: ({ streams }, input) => listShards(streams, input),
  PutRecord: (parts, input) => notifying(parts, input, () => putRecord(parts, streamName(input), input)),
  PutRecords: (parts, input) => notifying(parts, input, () => putRecords(parts, streamName(input), input)),
  MergeShards: (parts, input) => notifying(parts, input, () => parts.streams.reshard('MergeShards', input)),
  SplitShard: (parts, input) => notifying(parts, input, () => parts.streams.reshard('SplitShard', input)),
  UpdateShardCount: (parts, input) =>
    notifying(parts, input, () => updateShardCount(parts.streams, streamName(input), input)),
};

async function notifying(
  { sources }: Parts,
  input: JsonInput,
  change: () => Promise<unknown>,
): Promise<unknown> {
  const answer = await change();
  sources.of(streamName(input)).notify();
  return answer;
}

async function run(parts: Parts, operation: string, input: JsonInput): Promise<unknown> {
  const own = operations[operation];
  if (own === undefined && !isKinesaliteOperation(operation)) throw unknownOperation('Kinesis', operation);
  try {
    return await (own?.(parts, input) ?? runOperation(parts.streams.store, operation, input));
  } catch (error) {
    if (!isKinesaliteError(error)) throw error;
    throw new AwsError(error.body.__type, error.body.message ?? '');
  }
}

async function createStream(streams: Streams, input: JsonInput): Promise<undefined> {
  const name = streamName(input);
  if ((await streams.find(name)) !== undefined) {
    throw new AwsError('ResourceInUseException', `stream ${name} already exists`);
  }
  // kinesalite's rules check the shape before anything is stored
  await streams.create(input as StreamProps);
}

function streamName({ StreamName: name, StreamARN: arn }: JsonInput): string {
  return String(name ?? String(arn).split('/').at(-1));
}

type Put = { readonly operation: string; readonly input: JsonInput; readonly answer: unknown };

function meterPuts(meter: Meter | undefined, { operation, input, answer }: Put): void {
  const quantity = putPayloadUnits(operation, input, answer);
  meter?.record({ service: 'kinesis', resource: streamName(input), unit: 'put-payload-units', quantity });
}
