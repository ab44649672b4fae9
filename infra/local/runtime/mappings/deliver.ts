import type { BackOff } from '../failures/back-off.ts';
import type { Destinations } from '../failures/destinations.ts';
import { type GivenUp, streamFailure } from '../failures/stream-failure.ts';
import { type Invoke, type InvokeResult, TooManyRequestsException } from '../lambda/function-config.ts';
import type { Batch } from './batch.ts';
import { firstFailure } from './item-failures.ts';
import type { MappingConfig } from './mapping-config.ts';

export type DeliverPorts = {
  readonly invoke: Invoke;
  readonly destinations: Destinations;
  readonly backOff: BackOff;
  readonly now: () => number;
  readonly signal: AbortSignal;
};

type Delivery = {
  readonly config: MappingConfig;
  readonly ports: DeliverPorts & { settled: (batch: Batch) => void };
};
type Piece = { readonly batch: Batch; readonly retries: number };

/** Brings a batch to its function until every record succeeded or was given up; `settled` hears of each part that is done. */
export async function deliver(config: MappingConfig, batch: Batch, ports: Delivery['ports']): Promise<void> {
  const delivery = { config, ports };
  const pieces: Piece[] = [{ batch, retries: 0 }];
  for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
    // whatever is not done when the cloud stops runs again from the checkpoint
    if (ports.signal.aborted) return;
    const current = await dropOld(delivery, piece);
    if (current !== undefined) pieces.unshift(...(await attempt(delivery, current)));
  }
}

async function dropOld(delivery: Delivery, piece: Piece): Promise<Piece | undefined> {
  const { config, ports } = delivery;
  if (config.maximumRecordAgeSeconds < 0) return piece;
  const oldest = ports.now() - config.maximumRecordAgeSeconds * 1000;
  const [old, young] = piece.batch.split((record) => record.approximateArrival < oldest);
  if (old.records.length > 0) {
    await giveUp(delivery, old, { condition: 'RecordAgeExceeded', invokeCount: piece.retries });
  }
  return young.records.length > 0 ? { ...piece, batch: young } : undefined;
}

/** One invocation; answers the pieces that are to run again. */
async function attempt(delivery: Delivery, { batch, retries }: Piece): Promise<readonly Piece[]> {
  const { config, ports } = delivery;
  const result = await invokeUnlessThrottled(ports, batch.payload());
  if (ports.signal.aborted) return [];
  if (result === 'throttled') {
    await ports.backOff(1);
    return [{ batch, retries }];
  }
  const sequenceNumbers = batch.records.map((record) => record.sequenceNumber);
  const from = firstFailure(result, sequenceNumbers, config.reportsItemFailures);
  ports.settled(batch.slice(0, from));
  if (from === undefined) return [];
  const rest = batch.slice(from);
  // what was done before the failure starts the count anew
  const again = from > 0 ? [{ batch: rest, retries: 0 }] : runAgain(config, rest, retries);
  if (again === undefined) {
    const { functionError } = result;
    const invokeCount = retries + 1;
    await giveUp(delivery, rest, { condition: 'RetryAttemptsExhausted', invokeCount, functionError });
    return [];
  }
  await ports.backOff(retries + 1);
  return again;
}

// being throttled does not spend a retry: the function has not seen the batch
export async function invokeUnlessThrottled(
  ports: Pick<DeliverPorts, 'invoke'>,
  payload: string,
): Promise<InvokeResult | 'throttled'> {
  try {
    return await ports.invoke(payload);
  } catch (error) {
    if (error instanceof TooManyRequestsException) return 'throttled';
    throw error;
  }
}

// splitting does not spend a retry, in Lambda neither
function runAgain(config: MappingConfig, rest: Batch, retries: number): readonly Piece[] | undefined {
  const count = rest.records.length;
  if (config.bisectsOnError && count > 1) {
    const middle = count >> 1;
    return [rest.slice(0, middle), rest.slice(middle)].map((batch) => ({ batch, retries }));
  }
  if (config.maximumRetryAttempts >= 0 && retries >= config.maximumRetryAttempts) return undefined;
  return [{ batch: rest, retries: retries + 1 }];
}

type Reason = Pick<GivenUp, 'condition' | 'invokeCount'> & { functionError?: string | undefined };

async function giveUp({ config, ports }: Delivery, batch: Batch, reason: Reason): Promise<void> {
  if (config.onFailureArn !== undefined) {
    const givenUp = { functionError: undefined, ...reason, now: ports.now() };
    await ports.destinations.deliver(config.onFailureArn, streamFailure(config, batch, givenUp));
  }
  ports.settled(batch);
}
