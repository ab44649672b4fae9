import { type KinesisClient, PutRecordsCommand, type PutRecordsRequestEntry } from '@aws-sdk/client-kinesis';
import type { EventLog, LogEntry } from '../../shared/events/event-log.ts';
import { logger } from '../lib/observability.ts';
import { type Pacing, realPacing, retryMilliseconds } from '../lib/pacing.ts';

// what one PutRecords takes
const MAX_RECORDS = 500;
const MAX_BYTES = 5 * 1_024 * 1_024;

export type EventLogOptions = {
  readonly client: KinesisClient;
  readonly stream: string;
  /** how long refused records are tried again before they are handed back */
  readonly retryMilliseconds?: number;
  readonly pacing?: Pacing;
};

type Pending = { readonly entry: LogEntry; readonly record: PutRecordsRequestEntry; readonly bytes: number };
type Run = { readonly options: EventLogOptions; readonly pacing: Pacing; readonly deadline: number };

/** The Kinesis stream, one record per event. Only what was refused is tried again, with jitter, until the time is up. */
export function kinesisEventLog(options: EventLogOptions): EventLog {
  return {
    append: async (entries) => {
      const pacing = options.pacing ?? realPacing;
      const deadline = pacing.now() + (options.retryMilliseconds ?? 4_000);
      const refused: LogEntry[] = [];
      for (const chunk of chunksOf(entries.map(pendingOf)))
        refused.push(...(await put({ options, pacing, deadline }, chunk)).map(({ entry }) => entry));
      return refused;
    },
  };
}

function pendingOf(entry: LogEntry): Pending {
  const data = Buffer.from(JSON.stringify(entry.event));
  const record = { PartitionKey: entry.partitionKey, Data: data };
  return { entry, record, bytes: data.length + Buffer.byteLength(entry.partitionKey) };
}

function chunksOf(pending: readonly Pending[]): readonly Pending[][] {
  const chunks: Pending[][] = [];
  let bytes = 0;
  for (const next of pending) {
    const last = chunks.at(-1);
    bytes += next.bytes;
    if (last !== undefined && last.length < MAX_RECORDS && bytes <= MAX_BYTES) last.push(next);
    else {
      chunks.push([next]);
      bytes = next.bytes;
    }
  }
  return chunks;
}

async function put(
  { options, pacing, deadline }: Run,
  chunk: readonly Pending[],
): Promise<readonly Pending[]> {
  let waiting = await putOnce(options, chunk);
  for (let attempt = 0; waiting.length > 0; attempt += 1) {
    const pause = retryMilliseconds(attempt, pacing.random);
    if (pacing.now() + pause >= deadline) return waiting;
    await pacing.pause(pause);
    waiting = await putOnce(options, waiting);
  }
  return waiting;
}

async function putOnce(
  { client, stream }: EventLogOptions,
  chunk: readonly Pending[],
): Promise<readonly Pending[]> {
  try {
    const Records = chunk.map(({ record }) => record);
    const answer = await client.send(new PutRecordsCommand({ StreamName: stream, Records }));
    if (!answer.FailedRecordCount) return [];
    return chunk.filter((_pending, index) => answer.Records?.[index]?.ErrorCode !== undefined);
  } catch (error) {
    // whether they were stored is unknown: sending them twice is harmless, losing them is not
    logger.warn('stream not reached', { name: error instanceof Error ? error.name : 'unknown' });
    return chunk;
  }
}
