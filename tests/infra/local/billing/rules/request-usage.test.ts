import { describe, expect, it } from 'vitest';
import { type CarriedOut, requestUsage } from '../../../../../infra/local/billing/rules/request-usage.ts';

const call = (changes: Partial<CarriedOut>): CarriedOut => ({
  ...{ service: 'sqs', method: 'POST', resource: 'feedback', requestBytes: 10, status: 200 },
  ...changes,
});
const quantities = (changes: Partial<CarriedOut>) =>
  Object.fromEntries(requestUsage(call(changes)).map(({ unit, quantity }) => [unit, quantity]));

describe('what a request costs', () => {
  it.each([
    { service: 'sqs', requestBytes: 0, used: { requests: 1 } },
    { service: 'sqs', requestBytes: 65_536, used: { requests: 1 } },
    { service: 'sqs', requestBytes: 65_537, used: { requests: 2 } },
    { service: 'sns', requestBytes: 262_144, used: { requests: 4 } },
    { service: 'secretsmanager', requestBytes: 65_537, used: { requests: 1 } },
    { service: 's3', method: 'PUT', requestBytes: 300, used: { 'put-requests': 1, 'stored-bytes': 300 } },
    { service: 's3', method: 'GET', used: { 'get-requests': 1 } },
    { service: 's3', method: 'HEAD', used: { 'get-requests': 1 } },
    { service: 's3', method: 'DELETE', used: {} },
    // billed by what they do, which they tell themselves
    { service: 'dynamodb', used: {} },
    { service: 'ses', used: {} },
  ])('of $service ($method, $requestBytes bytes) is $used', ({ used, ...changes }) => {
    expect(quantities(changes)).toEqual(used);
  });

  it('is nothing when AWS itself failed, and the same when the caller did', () => {
    expect(quantities({ status: 503 })).toEqual({});
    expect(quantities({ status: 400 })).toEqual({ requests: 1 });
  });
});
