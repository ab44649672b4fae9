import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Meter } from '../../billing/meter.ts';
import { putPayloadUnits } from '../../billing/rules/put-payload-units.ts';
import type { Clock } from '../../clock.ts';
import { type JsonInput, jsonService, unknownOperation } from '../../protocols/json-protocol.ts';
import { AwsError, type AwsService } from '../../protocols/service.ts';
import type { StreamSource } from '../../runtime/mappings/stream-source.ts';
import {
  isKinesaliteError,
  isKinesaliteOperation,
  type KinesaliteStore,
  runOperation,
  type StreamDescription,
  shards,
} from './kinesalite.ts';
import { ShardSource } from './shard-source.ts';
import { type StreamProps, Streams } from './streams.ts';

export type KinesisOptions = {
  readonly clock: Clock;
  /** Where state is kept; in memory when not given. */
  readonly dataDir?: string;
  readonly region?: string;
  readonly accountId?: string;
  readonly meter?: Meter;
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
  return {
    ...jsonService('kinesis', {
      contentType: 'application/x-amz-json-1.1',
      run: async (operation, input) => {
        const answer = await run({ streams, sources }, operation, input);
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

async function run(
  { streams, sources }: { streams: Streams; sources: Sources },
  operation: string,
  input: JsonInput,
): Promise<unknown> {
  if (!isKinesaliteOperation(operation)) throw unknownOperation('Kinesis', operation);
  try {
    if (operation === 'CreateStream') return await createStream(streams, input);
    const answer = await runOperation(streams.store, operation, input);
    if (operation.startsWith('PutRecord')) sources.of(streamName(input)).notify();
    return answer;
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
