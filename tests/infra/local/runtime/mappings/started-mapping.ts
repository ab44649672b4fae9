import { openRuntimeDatabase } from '../../../../../infra/local/runtime/deployment/runtime-database.ts';
import type { Failure } from '../../../../../infra/local/runtime/failures/destinations.ts';
import {
  failed,
  type InvokeResult,
  TooManyRequestsException,
} from '../../../../../infra/local/runtime/lambda/function-config.ts';
import { createCheckpoints } from '../../../../../infra/local/runtime/mappings/checkpoints.ts';
import { Mapping } from '../../../../../infra/local/runtime/mappings/mapping.ts';
import type { MappingConfig } from '../../../../../infra/local/runtime/mappings/mapping-config.ts';
import type {
  SourceRecord,
  StreamSource,
} from '../../../../../infra/local/runtime/mappings/stream-source.ts';
import { createWork } from '../../../../../infra/local/runtime/work.ts';

export const shard = 'shardId-000000000000';

/** A stream in memory. A record's number is its sequence number, its key decides what it must stay in order with. */
class FakeSource implements StreamSource {
  readonly arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
  readonly records: SourceRecord[] = [];
  readonly #listeners = new Set<() => void>();

  append(...keys: string[]): void {
    for (const partitionKey of keys) {
      const sequenceNumber = String(this.records.length + 1).padStart(3, '0');
      const data = { kinesis: { sequenceNumber, partitionKey, data: Buffer.from('{}').toString('base64') } };
      this.records.push({ sequenceNumber, partitionKey, approximateArrival: 1000, data });
    }
    for (const listener of this.#listeners) listener();
  }

  async shards() {
    return [{ id: shard, parents: [], closed: false }];
  }

  async read(_shard: string, after: string | undefined, limit: number): Promise<readonly SourceRecord[]> {
    return this.records.filter((record) => record.sequenceNumber > (after ?? '')).slice(0, limit);
  }

  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export const config: MappingConfig = {
  id: 'mapping',
  path: 'Shop/Store/Mapping',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:store',
  sourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
  batchSize: 10,
  batchingWindowSeconds: 0,
  parallelizationFactor: 1,
  reportsItemFailures: true,
  bisectsOnError: false,
  maximumRetryAttempts: 2,
  maximumRecordAgeSeconds: -1,
  filterPatterns: [],
  onFailureArn: 'arn:aws:s3:::failures',
};

type Handler = (numbers: readonly string[], call: number) => unknown;
const ok = (value: unknown): InvokeResult => ({
  functionError: undefined,
  payload: JSON.stringify(value) ?? 'null',
});
export const crash = failed('Error', 'crash');
/** The answer of a function that has no environment left. */
export const throttled = 'throttled';
export const failures = (...identifiers: unknown[]) => ({
  batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
});

type Payload = { readonly Records: readonly { readonly kinesis: { readonly sequenceNumber: string } }[] };

export const memoryCheckpoints = () => createCheckpoints(openRuntimeDatabase(undefined));

/** A mapping over a stream in memory, its function answered by the handler. */
export function start(changes: Partial<MappingConfig>, handler: Handler, checkpoints = memoryCheckpoints()) {
  const source = new FakeSource();
  const work = createWork();
  const calls: string[][] = [];
  const left: Failure[] = [];
  const windows: (() => void)[] = [];
  const stopping = new AbortController();
  const mapping = new Mapping({ ...config, ...changes }, source, {
    checkpoints,
    work,
    destinations: { deliver: async (_arn, failure) => void left.push(failure) },
    backOff: async () => {},
    now: () => 100_000,
    signal: stopping.signal,
    startWindow: (_delayMs, passed) => {
      windows.push(passed);
      return () => windows.splice(windows.indexOf(passed), 1);
    },
    invoke: async (payload) => {
      const { Records } = JSON.parse(payload) as Payload; // the fake source makes records of this shape
      const numbers = Records.map((record) => record.kinesis.sequenceNumber);
      calls.push(numbers);
      const answer = handler(numbers, calls.length);
      if (answer === throttled) throw new TooManyRequestsException('store');
      return answer === crash ? crash : ok(answer);
    },
  });
  const settled = () => work.settled(5_000);
  return { source, calls, left, windows, mapping, work, settled, checkpoints };
}

export const numbers = (batches: readonly (readonly string[])[]) => batches.map((batch) => batch.map(Number));
