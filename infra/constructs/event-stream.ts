import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
import type { HouseFunction } from './function.ts';
import type { Store } from './store.ts';
import type { StreamSource } from './stream-consumer.ts';

const pollActions = [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
];

export interface EventStreamProps {
  readonly settings: Pick<Settings, 'streamMode' | 'shards'>;
  readonly key?: IKey | undefined;
}

/** The stream of accepted events, in order per person. */
export class EventStream extends Construct implements Store, StreamSource {
  readonly variable = 'EVENT_STREAM';
  readonly stream: Stream;
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, props: EventStreamProps) {
    super(scope, id);
    this.key = props.key;
    this.stream = new Stream(this, 'Stream', {
      ...capacity(props.settings),
      ...(props.key
        ? { encryption: StreamEncryption.KMS, encryptionKey: props.key }
        : { encryption: StreamEncryption.MANAGED }),
      retentionPeriod: Duration.hours(24),
      // it holds a day of what the tables keep; left behind it would cost as much as the stack
      removalPolicy: RemovalPolicy.DESTROY,
    });
    if (props.key) acknowledge(this, { KDS3: 'the customer key is the choice made with -c cmk=true' });
  }

  get value(): string {
    return this.stream.streamName;
  }

  get arn(): string {
    return this.stream.streamArn;
  }

  allowPolling(consumer: HouseFunction): void {
    consumer.allow(pollActions, [this.arn]);
    consumer.allowKey(this.key);
  }
}

function capacity(settings: EventStreamProps['settings']) {
  return settings.streamMode === 'on-demand'
    ? { streamMode: StreamMode.ON_DEMAND }
    : { streamMode: StreamMode.PROVISIONED, shardCount: settings.shards };
}
