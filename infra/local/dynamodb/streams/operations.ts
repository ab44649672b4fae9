import type { JsonInput } from '../../protocols/json-protocol.ts';
import { AwsError } from '../../protocols/service.ts';
import type { Tables } from '../tables.ts';
import { iteratorOf, placeOf } from './shard-iterator.ts';
import { type StreamRecord, sequenceBefore, type TableStream } from './table-stream.ts';

const MAX_RECORDS = 1000;

type Streams = { readonly tables: Tables; readonly now: () => number };
type Operation = (input: JsonInput) => Promise<unknown>;

/** The operations of DynamoDB Streams, by name. */
export function streamOperations(streams: Streams): [string, Operation][] {
  return [
    ['ListStreams', async (input) => listStreams(streams.tables, input)],
    ['DescribeStream', (input) => describeStream(streams.tables, input)],
    ['GetShardIterator', (input) => getShardIterator(streams, input)],
    ['GetRecords', (input) => getRecords(streams, input)],
  ];
}

function listStreams(tables: Tables, { TableName: name }: JsonInput): object {
  const streams = tables.all().flatMap(({ stream, description }) => {
    const isAsked = name === undefined || name === description.TableName;
    return stream !== undefined && isAsked
      ? [{ ...identityOf(stream), TableName: description.TableName }]
      : [];
  });
  return { Streams: streams };
}

async function describeStream(tables: Tables, { StreamArn }: JsonInput): Promise<object> {
  const { stream, description } = requireStream(tables, StreamArn);
  const shards = await stream.shards();
  const [first] = await stream.read(shards[0]?.id ?? '', undefined, 1);
  return {
    StreamDescription: {
      ...identityOf(stream),
      StreamStatus: 'ENABLED',
      StreamViewType: stream.viewType,
      CreationRequestDateTime: Date.parse(`${stream.label}Z`) / 1000,
      TableName: description.TableName,
      KeySchema: description.KeySchema,
      Shards: shards.map(({ id }) => ({
        ShardId: id,
        SequenceNumberRange: { StartingSequenceNumber: first?.sequenceNumber },
      })),
    },
  };
}

async function getShardIterator({ tables, now }: Streams, input: JsonInput): Promise<object> {
  const { stream } = requireStream(tables, input.StreamArn);
  const shardId = String(input.ShardId);
  const shards = await stream.shards();
  if (!shards.some(({ id }) => id === shardId)) throw notFound(`Shard ${shardId} in Stream ${stream.arn}`);
  const start = starts[String(input.ShardIteratorType)];
  if (start === undefined) {
    throw new AwsError(
      'ValidationException',
      `ShardIteratorType must be one of ${Object.keys(starts).join(', ')}, got ${String(input.ShardIteratorType)}`,
    );
  }
  const after = start(stream, String(input.SequenceNumber));
  return { ShardIterator: iteratorOf({ arn: stream.arn, shardId, after }, now()) };
}

const starts: Readonly<Record<string, (stream: TableStream, given: string) => string | undefined>> = {
  TRIM_HORIZON: () => undefined,
  LATEST: (stream) => stream.latest(),
  AT_SEQUENCE_NUMBER: (_stream, given) => sequenceBefore(given),
  AFTER_SEQUENCE_NUMBER: (_stream, given) => given,
};

async function getRecords({ tables, now }: Streams, input: JsonInput): Promise<object> {
  const place = placeOf(input.ShardIterator, now());
  const { stream } = requireStream(tables, place.arn);
  const records = await stream.read(place.shardId, place.after, Number(input.Limit ?? MAX_RECORDS));
  const after = records.at(-1)?.sequenceNumber ?? place.after;
  return {
    Records: records.map(({ data }) => recordOf(data as StreamRecord)), // what a stream holds
    NextShardIterator: iteratorOf({ ...place, after }, now()),
  };
}

// Lambda gets the same record with its source, and writes who deleted it in small letters
function recordOf({ eventSourceARN: _arn, userIdentity: identity, ...record }: StreamRecord): object {
  if (identity === undefined) return record;
  return { ...record, userIdentity: { PrincipalId: identity.principalId, Type: identity.type } };
}

function identityOf({ arn, label }: TableStream): object {
  return { StreamArn: arn, StreamLabel: label };
}

function requireStream(tables: Tables, arn: unknown) {
  for (const { stream, description } of tables.all()) {
    if (stream !== undefined && stream.arn === arn) return { stream, description };
  }
  throw notFound(`Stream ${String(arn)}`);
}

function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found: ${what} not found`);
}
