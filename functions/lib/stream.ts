import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { logger } from './observability.ts';

const kinesisEventSchema = z.object({
  Records: z.array(
    z.object({
      kinesis: z.object({
        sequenceNumber: z.string(),
        approximateArrivalTimestamp: z.number(),
        data: z.base64(),
      }),
    }),
  ),
});

const dynamoEventSchema = z.object({
  Records: z.array(
    z.object({
      dynamodb: z.object({
        SequenceNumber: z.string(),
        NewImage: z.record(z.string(), z.unknown()).optional(),
      }),
    }),
  ),
});

export type StreamRecord = {
  readonly sequenceNumber: string;
  /** when the stream took it, epoch ms: the same on every repeat */
  readonly arrivedAt: number;
  readonly data: Uint8Array;
};
export type ChangeRecord = {
  readonly sequenceNumber: string;
  /** attributes of the item as DynamoDB writes them; undefined when the item was deleted */
  readonly newImage: Readonly<Record<string, unknown>> | undefined;
};

/** Where the stream repeats from; undefined when the whole batch is done. `error` says why, for the log. */
export type StreamResult = { readonly failedFrom: string | undefined; readonly error?: unknown };
type Work<Record> = (records: readonly Record[], context: Context) => Promise<StreamResult>;
type BatchResponse = { batchItemFailures: { itemIdentifier: string }[] };

/** The stack of a Lambda on the events stream. A batch is answered with the first record to repeat, never with nothing. */
export function kinesisHandler(work: Work<StreamRecord>) {
  return middy(async (event: unknown, context: Context) => {
    const { Records } = kinesisEventSchema.parse(event);
    const records = Records.map(({ kinesis }) => ({
      sequenceNumber: kinesis.sequenceNumber,
      arrivedAt: kinesis.approximateArrivalTimestamp * 1_000,
      data: Buffer.from(kinesis.data, 'base64'),
    }));
    return respond(await work(records, context));
  });
}

/** The stack of a Lambda on a table's stream; same answers as kinesisHandler. */
export function tableStreamHandler(work: Work<ChangeRecord>) {
  return middy(async (event: unknown, context: Context) => {
    const { Records } = dynamoEventSchema.parse(event);
    const records = Records.map(({ dynamodb }) => ({
      sequenceNumber: dynamodb.SequenceNumber,
      newImage: dynamodb.NewImage,
    }));
    return respond(await work(records, context));
  });
}

function respond({ failedFrom, error }: StreamResult): BatchResponse {
  if (failedFrom === undefined) return { batchItemFailures: [] };
  // at ERROR, which the alarm counts; name only: a message may quote what was sent
  logger.error('batch repeats', { error: error instanceof Error ? error.name : typeof error });
  return { batchItemFailures: [{ itemIdentifier: failedFrom }] };
}
