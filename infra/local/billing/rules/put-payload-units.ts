import * as z from 'zod';
import { chunksOf, kilobyte } from './chunks.ts';

const recordSchema = z.object({ Data: z.string(), PartitionKey: z.string() });
const inputSchema = z.object({ Records: z.array(recordSchema) });
const answerSchema = z.object({ Records: z.array(z.object({ ErrorCode: z.string().optional() })) });

type PutRecord = z.infer<typeof recordSchema>;

/** 25 KB of each record that Kinesis took are one unit; those it refused cost nothing. */
export function putPayloadUnits(operation: string, input: unknown, answer: unknown): number {
  return takenRecords(operation, input, answer).reduce((sum, record) => sum + unitsOf(record), 0);
}

function takenRecords(operation: string, input: unknown, answer: unknown): readonly PutRecord[] {
  if (operation === 'PutRecord') return [recordSchema.parse(input)];
  if (operation !== 'PutRecords') return [];
  const { Records: answers } = answerSchema.parse(answer);
  return inputSchema.parse(input).Records.filter((_, index) => answers[index]?.ErrorCode === undefined);
}

const unitsOf = ({ Data, PartitionKey }: PutRecord): number =>
  chunksOf(Buffer.byteLength(Data, 'base64') + Buffer.byteLength(PartitionKey), 25 * kilobyte);
