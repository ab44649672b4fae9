import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../../../infra/local/runtime/failures/destinations.ts';
import { type AsyncConfig, invokeAsync } from '../../../../../infra/local/runtime/lambda/async-invoke.ts';
import {
  failed,
  type InvokeResult,
  TooManyRequestsException,
} from '../../../../../infra/local/runtime/lambda/function-config.ts';

const queue = 'arn:aws:sqs:us-east-1:000000000000:missed';
const success: InvokeResult = { functionError: undefined, payload: 'null' };

async function run(config: AsyncConfig, answers: readonly (InvokeResult | 'throttled')[]) {
  const left: { arn: string; failure: Failure }[] = [];
  const retries: number[] = [];
  let calls = 0;
  await invokeAsync('arn:wake', '{"minute":1}', {
    functions: {
      asyncConfig: () => config,
      async invoke() {
        const answer = answers[calls++] ?? success;
        if (answer === 'throttled') throw new TooManyRequestsException('wake');
        return answer;
      },
    },
    destinations: { deliver: async (arn, failure) => void left.push({ arn, failure }) },
    now: () => 0,
    backOff: async (retry) => void retries.push(retry),
    signal: new AbortController().signal,
  });
  return { calls, retries, left };
}

const error = failed('Error', 'crash');

describe('an asynchronous invocation', () => {
  it.each<[string, InvokeResult[], number]>([
    ['once when it succeeds', [success], 1],
    ['again after an error', [error, success], 2],
    ['three times at most', [error, error, error, success], 3],
  ])('runs %s', async (_name, answers, calls) => {
    const outcome = await run({ maximumRetryAttempts: 2, onFailureArn: queue }, answers);

    expect(outcome.calls).toBe(calls);
    expect(outcome.retries).toEqual([1, 2].slice(0, calls - 1));
    expect(outcome.left).toHaveLength(calls === 3 ? 1 : 0);
  });

  it('is not counted while the function is throttled', async () => {
    const { calls, left } = await run({ maximumRetryAttempts: 0, onFailureArn: queue }, [
      'throttled',
      'throttled',
      success,
    ]);

    expect(calls).toBe(3);
    expect(left).toEqual([]);
  });

  it('leaves the event at the destination when every attempt failed', async () => {
    const { left } = await run({ maximumRetryAttempts: 0, onFailureArn: queue }, [error]);

    expect(left[0]?.arn).toBe(queue);
    expect(left[0]?.failure.record).toMatchObject({
      version: '1.0',
      timestamp: '1970-01-01T00:00:00.000Z',
      requestContext: {
        functionArn: 'arn:wake:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 1,
      },
      requestPayload: { minute: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'crash' },
    });
  });

  it('forgets the event where there is no destination, as Lambda does', async () => {
    const { left } = await run({ maximumRetryAttempts: 0, onFailureArn: undefined }, [error]);

    expect(left).toEqual([]);
  });
});
