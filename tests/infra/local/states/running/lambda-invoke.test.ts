import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../../infra/local/protocols/service.ts';
import { TooManyRequestsException } from '../../../../../infra/local/runtime/lambda/function-config.ts';
import { invokeLambda } from '../../../../../infra/local/states/running/lambda-invoke.ts';

const call = {
  resource: 'arn:aws:states:::lambda:invoke',
  ...{ functionName: 'work', payload: {}, waitsForToken: false },
  ...{ timeoutSeconds: undefined, heartbeatSeconds: undefined },
};

describe('a call that Lambda refuses', () => {
  it.each([
    ['a throttled function', new TooManyRequestsException('work'), 'Lambda.TooManyRequestsException'],
    [
      'one that the role may not call',
      new AwsError('AccessDeniedException', 'denied'),
      'Lambda.AWSLambdaException',
    ],
    ['none at all', new Error('no function "work"'), 'Lambda.ResourceNotFoundException'],
  ])('has the name of AWS: %s', async (_what, refusal, error) => {
    const outcome = await invokeLambda(call, () => Promise.reject(refusal));

    expect(outcome).toMatchObject({ status: 'failed', error: { error, message: refusal.message } });
  });
});
