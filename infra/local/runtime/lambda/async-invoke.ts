import { randomUUID } from 'node:crypto';
import type { Destinations } from '../failures/destinations.ts';
import { type InvokeResult, TooManyRequestsException } from './function-config.ts';
import type { Functions } from './functions.ts';

export type AsyncConfig = {
  readonly maximumRetryAttempts: number;
  readonly onFailureArn: string | undefined;
};

export const defaultAsyncConfig: AsyncConfig = { maximumRetryAttempts: 2, onFailureArn: undefined };

export type AsyncPorts = {
  readonly functions: Pick<Functions, 'asyncConfig' | 'invoke'>;
  readonly destinations: Destinations;
  readonly now: () => number;
  /** Waits before an attempt is repeated; the number counts from 1. */
  readonly backOff: (retry: number) => Promise<void>;
  /** Aborted when the cloud stops: an invocation that ends with it has not failed. */
  readonly signal: AbortSignal;
};

/** Invokes as EventBridge does: tries again after an error, then leaves the event at the function's failure destination. */
export async function invokeAsync(arn: string, payload: string, ports: AsyncPorts): Promise<void> {
  const config = ports.functions.asyncConfig(arn);
  let result = await invokeOnceFree(arn, payload, ports);
  let retries = 0;
  while (result.functionError !== undefined && retries < config.maximumRetryAttempts) {
    retries += 1;
    await ports.backOff(retries);
    if (ports.signal.aborted) return;
    result = await invokeOnceFree(arn, payload, ports);
  }
  if (result.functionError === undefined || config.onFailureArn === undefined || ports.signal.aborted) return;
  const record = failureRecord({ arn, payload, result, invokeCount: retries + 1, now: ports.now() });
  await ports.destinations.deliver(config.onFailureArn, { record, payload, key: randomUUID() });
}

// being throttled does not spend a retry
async function invokeOnceFree(arn: string, payload: string, ports: AsyncPorts): Promise<InvokeResult> {
  for (;;) {
    try {
      return await ports.functions.invoke(arn, payload);
    } catch (error) {
      if (!(error instanceof TooManyRequestsException) || ports.signal.aborted) throw error;
      await ports.backOff(1);
    }
  }
}

type Failed = { arn: string; payload: string; result: InvokeResult; invokeCount: number; now: number };

function failureRecord({ arn, payload, result, invokeCount, now }: Failed): Record<string, unknown> {
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: randomUUID(),
      functionArn: `${arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: invokeCount,
    },
    requestPayload: JSON.parse(payload),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: result.functionError },
    responsePayload: JSON.parse(result.payload),
  };
}
