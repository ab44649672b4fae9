import { SQSClient } from '@aws-sdk/client-sqs';
import { type Clock, createClock } from '../../../../infra/local/clock.ts';
import type { QueueConfig } from '../../../../infra/local/services/queues/queue.ts';
import { openQueues, type Queues } from '../../../../infra/local/services/queues/queues.ts';
import { serveAws } from '../local-aws.ts';

const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

/** A queue with SQS's defaults, but for what a test is about. */
export function queueNamed(name: string, changes: Partial<QueueConfig> = {}): QueueConfig {
  return {
    name,
    arn: arnOf(name),
    visibilityTimeoutSeconds: 30,
    delaySeconds: 0,
    retentionSeconds: 345_600,
    maxMessageBytes: 1_048_576,
    receiveWaitSeconds: 0,
    redrive: undefined,
    ...changes,
  };
}

export function redriveTo(name: string, maxReceiveCount: number): Pick<QueueConfig, 'redrive'> {
  return { redrive: { deadLetterArn: arnOf(name), maxReceiveCount } };
}

/** A local SQS behind a real port, with a client; its clock stands still. */
export class LocalQueues {
  readonly clock: Clock;
  readonly queues: Queues;
  readonly client: SQSClient;
  readonly url: string;
  readonly #close: () => Promise<void>;

  static async start(
    configs: readonly QueueConfig[],
    options: { readonly dataDir?: string; readonly clock?: Clock } = {},
  ): Promise<LocalQueues> {
    const clock = options.clock ?? createClock();
    clock.freeze();
    const queues = openQueues({ ...options, clock });
    for (const config of configs) queues.create(config);
    const aws = await serveAws([queues]);
    const client = new SQSClient(aws.config);
    return new LocalQueues({ clock, queues, client, url: aws.config.endpoint, close: () => aws.close() });
  }

  private constructor(parts: Pick<LocalQueues, 'clock' | 'queues' | 'client' | 'url' | 'close'>) {
    this.clock = parts.clock;
    this.queues = parts.queues;
    this.client = parts.client;
    this.url = parts.url;
    this.#close = parts.close;
  }

  async advance(seconds: number): Promise<void> {
    await this.clock.advanceTo(this.clock.now() + seconds * 1000, { between: async () => undefined });
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.#close();
  }
}
