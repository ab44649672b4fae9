import { randomUUID } from 'node:crypto';
import type { Batch } from '../mappings/batch.ts';
import type { MappingConfig } from '../mappings/mapping-config.ts';
import type { Failure } from './destinations.ts';

export type GivenUp = {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invokeCount: number;
  readonly functionError: string | undefined;
  readonly now: number;
};

/** What Lambda leaves at the on-failure destination of a stream: where the records are, and with S3 the whole event. */
export function streamFailure(config: MappingConfig, batch: Batch, givenUp: GivenUp): Failure {
  const timestamp = new Date(givenUp.now).toISOString();
  const record = {
    requestContext: {
      requestId: randomUUID(),
      functionArn: config.functionArn,
      condition: givenUp.condition,
      approximateInvokeCount: givenUp.invokeCount,
    },
    ...responseContext(givenUp),
    version: '1.0',
    timestamp,
    [batchInfoName(config.sourceArn)]: batchInfo(config, batch),
  };
  return { record, payload: batch.payload(), key: objectKey(config.id, batch.shardId, timestamp) };
}

// a record that grew too old was not necessarily tried
function responseContext({ invokeCount, functionError }: GivenUp): Record<string, unknown> {
  if (invokeCount === 0) return {};
  const error = functionError === undefined ? {} : { functionError };
  return { responseContext: { statusCode: 200, executedVersion: '$LATEST', ...error } };
}

function batchInfoName(sourceArn: string): string {
  return sourceArn.startsWith('arn:aws:kinesis:') ? 'KinesisBatchInfo' : 'DDBStreamBatchInfo';
}

function batchInfo(config: MappingConfig, batch: Batch): Record<string, unknown> {
  const first = batch.records[0];
  const last = batch.records.at(-1);
  return {
    shardId: batch.shardId,
    startSequenceNumber: first?.sequenceNumber,
    endSequenceNumber: last?.sequenceNumber,
    approximateArrivalOfFirstRecord: arrival(first?.approximateArrival),
    approximateArrivalOfLastRecord: arrival(last?.approximateArrival),
    batchSize: batch.records.length,
    streamArn: config.sourceArn,
  };
}

function arrival(instant: number | undefined): string {
  return new Date(instant ?? 0).toISOString();
}

// aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<random>
function objectKey(mappingId: string, shardId: string, timestamp: string): string {
  const day = timestamp.slice(0, 10);
  const second = timestamp.slice(0, 19).replaceAll(':', '.');
  return `aws/lambda/${mappingId}/${shardId}/${day.replaceAll('-', '/')}/${second}-${randomUUID()}`;
}
