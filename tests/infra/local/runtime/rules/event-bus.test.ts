import { describe, expect, it } from 'vitest';
import { createEventBus } from '../../../../../infra/local/runtime/rules/event-bus.ts';
import { compilePattern } from '../../../../../infra/local/runtime/rules/event-pattern.ts';

const pattern = {
  source: ['aws.states'],
  'detail-type': ['Step Functions Execution Status Change'],
  detail: { status: ['FAILED', 'ABORTED'], stateMachineArn: [{ prefix: 'arn:machine:shop-' }] },
};
const ended = (status: string, stateMachineArn = 'arn:machine:shop-cart') => ({
  source: 'aws.states',
  detailType: 'Step Functions Execution Status Change',
  resources: ['arn:execution:1'],
  detail: { status, stateMachineArn },
});

function start() {
  const sent: { target: string; event: Record<string, unknown> }[] = [];
  const bus = createEventBus({
    now: () => Date.UTC(2026, 0, 1, 12, 0, 0, 999),
    send: (target, payload) => void sent.push({ target, event: JSON.parse(payload) }),
  });
  const matches = compilePattern(pattern, 'Shop/Rule');
  bus.addRule({ arn: 'arn:rule', matches, targetArns: ['arn:close', 'arn:note'] });
  return { bus, sent };
}

describe('the event bus', () => {
  it('hands an event that matches to every target, in an envelope', () => {
    const { bus, sent } = start();

    bus.put(ended('FAILED'));

    expect(sent.map(({ target }) => target)).toEqual(['arn:close', 'arn:note']);
    expect(sent[0]?.event).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      account: '000000000000',
      time: '2026-01-01T12:00:00Z',
      region: 'us-east-1',
      resources: ['arn:execution:1'],
      detail: { status: 'FAILED', stateMachineArn: 'arn:machine:shop-cart' },
    });
  });

  it.each([
    ['another status', ended('SUCCEEDED')],
    ['another machine', ended('FAILED', 'arn:machine:other')],
    ['another source', { ...ended('FAILED'), source: 'shop' }],
  ])('keeps %s to itself', (_case, event) => {
    const { bus, sent } = start();

    bus.put(event);

    expect(sent).toEqual([]);
  });
});
