import {
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
  type PutRecordsCommandOutput,
} from '@aws-sdk/client-kinesis';
import { type Clock, createClock } from '../../../infra/local/clock.ts';
import { openKinesis } from '../../../infra/local/services/kinesis/kinesis.ts';
import { type LocalAws, serveAws } from './local-aws.ts';

export const stream = { StreamName: 'events' };
export const firstShard = 'shardId-000000000000';
export const middleHashKey = String(2n ** 127n);

type Options = {
  readonly dataDir?: string | undefined;
  readonly shardCount?: number;
  readonly limits?: boolean;
};
type IteratorInput = Partial<GetShardIteratorCommandInput>;

/** One stream of the local Kinesis behind a real client, on a clock that stands until it is moved. */
export class RunningStream {
  readonly #options: Options;
  #aws: LocalAws;
  client: KinesisClient;
  clock: Clock;

  private constructor(options: Options, opened: { aws: LocalAws; clock: Clock }) {
    this.#options = options;
    this.#aws = opened.aws;
    this.clock = opened.clock;
    this.client = new KinesisClient(opened.aws.config);
  }

  static async start(options: Options): Promise<RunningStream> {
    return new RunningStream(options, await open(options));
  }

  /** Closes it and opens it again on the same files; without files nothing happens. */
  async reopen(): Promise<void> {
    if (this.#options.dataDir === undefined) return;
    const offset = this.clock.offset();
    await this.stop();
    const { aws, clock } = await open(this.#options, offset);
    this.#aws = aws;
    this.clock = clock;
    this.client = new KinesisClient(aws.config);
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.#aws.close();
    this.clock.close();
  }

  async move(ms: number): Promise<void> {
    await this.clock.advanceTo(this.clock.now() + ms, { between: async () => {} });
  }

  /** Puts one record for each text, all with the same key. */
  put(texts: readonly string[], PartitionKey = 'ana'): Promise<PutRecordsCommandOutput> {
    const Records = texts.map((text) => ({ PartitionKey, Data: Buffer.from(text) }));
    return this.client.send(new PutRecordsCommand({ ...stream, Records }));
  }

  async iterator(input: IteratorInput = {}): Promise<string | undefined> {
    const asked = { ...stream, ShardId: firstShard, ShardIteratorType: 'TRIM_HORIZON' as const, ...input };
    return (await this.client.send(new GetShardIteratorCommand(asked))).ShardIterator;
  }

  read(ShardIterator: string | undefined, Limit?: number): Promise<GetRecordsCommandOutput> {
    return this.client.send(new GetRecordsCommand({ ShardIterator, Limit }));
  }

  async texts(input: IteratorInput = {}): Promise<string[]> {
    return textsOf(await this.read(await this.iterator(input)));
  }

  async shardIds(filter?: 'AT_LATEST' | 'AT_TRIM_HORIZON'): Promise<string[]> {
    const ShardFilter = filter && { Type: filter };
    const { Shards = [] } = await this.client.send(new ListShardsCommand({ ...stream, ShardFilter }));
    return Shards.map(({ ShardId = '' }) => ShardId);
  }
}

export function textsOf({ Records = [] }: GetRecordsCommandOutput): string[] {
  return Records.map(({ Data }) => Buffer.from(Data ?? []).toString());
}

async function open({ dataDir, shardCount = 1, limits = false }: Options, offset = 0) {
  const clock = createClock({ offset });
  clock.freeze();
  const kinesis = openKinesis({ clock, limits, ...(dataDir === undefined ? {} : { dataDir }) });
  await kinesis.createStream({ ...stream, ShardCount: shardCount });
  return { clock, aws: await serveAws([kinesis]) };
}
