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
  /** how long one append may take before what is not stored is handed back: the rest of an invocation is for keeping that elsewhere */
  readonly retryMilliseconds?: number;
  readonly pacing?: Pacing;
};

type Pending = { readonly entry: LogEntry; readonly record: PutRecordsRequestEntry; readonly bytes: number };

/** The Kinesis stream, one record per event. Only what was refused is tried again, with jitter, until the time is up. */
export function kinesisEventLog(options: EventLogOptions): EventLog {
  const { pacing = realPacing, retryMilliseconds: budget = 4_000 } = options;
  return {
    append: async (entries) => {
      const deadline = pacing.now() + budget;
      let waiting: readonly Pending[] = entries.map(pendingOf);
      for (let attempt = 0; waiting.length > 0; attempt += 1) {
        waiting = await putAll(options, waiting, deadline - pacing.now());
        const pause = retryMilliseconds(attempt, pacing.random);
        if (pacing.now() + pause >= deadline) break;
        if (waiting.length > 0) await pacing.pause(pause);
      }
      return waiting.map(({ entry }) => entry);
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

async function putAll(
  options: EventLogOptions,
  pending: readonly Pending[],
  milliseconds: number,
): Promise<readonly Pending[]> {
  // a call that hangs ends with the time there is
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), milliseconds);
  const refused: Pending[] = [];
  for (const chunk of chunksOf(pending)) refused.push(...(await put(options, chunk, ending.signal)));
  clearTimeout(timer);
  return refused;
}

async function put(
  { client, stream }: EventLogOptions,
  chunk: readonly Pending[],
  abortSignal: AbortSignal,
): Promise<readonly Pending[]> {
  try {
    const Records = chunk.map(({ record }) => record);
    const command = new PutRecordsCommand({ StreamName: stream, Records });
    const answer = await client.send(command, { abortSignal });
    if (!answer.FailedRecordCount) return [];
    return chunk.filter((_pending, index) => answer.Records?.[index]?.ErrorCode !== undefined);
  } catch (error) {
    // whether they were stored is unknown: sending them twice is harmless, losing them is not
    logger.warn('stream not reached', { name: error instanceof Error ? error.name : 'unknown' });
    return chunk;
  }
}
