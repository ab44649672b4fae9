import { describe, expect, it } from 'vitest';
import { compileContract } from '../../../shared/json/contract/compile-contract.ts';
import type { ContractDefinition } from '../../../shared/json/contract/contract-definition.ts';
import { orderSchema } from '../../shared/json/contract/contract-cases.ts';
import {
  memoryCollector,
  memorySources,
  SERVER_KEY,
  serverSource,
} from '../../support/collector/collector.ts';

function collectorWith(mode: ContractDefinition['mode']) {
  const contract = compileContract({
    id: 'server',
    mode,
    events: { 'Order Completed': orderSchema },
    types: { identify: { required: ['traits'] } },
  });
  return memoryCollector({ sources: memorySources({ [SERVER_KEY]: { ...serverSource, contract } }) });
}

const order = (messageId: string, properties: object) => ({
  type: 'track',
  messageId,
  userId: 'anna',
  event: 'Order Completed',
  properties,
});
const batch = [order('m-1', { total: 9 }), order('m-2', { total: 'secret' }), order('m-3', { total: 1 })];

describe('a contract', () => {
  it('in quarantine keeps what violates it in FailedEvents, with the pointer, and lets the rest pass', async () => {
    const collector = collectorWith('quarantine');

    const { status, body } = await collector.post('/v1/batch', { batch });

    const where = { code: 'contract_violation', pointer: '/properties/total', keyword: 'type' };
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 2, rejected: [{ index: 1, messageId: 'm-2', ...where }] });
    expect(collector.failed).toMatchObject([
      { ...where, payload: batch[1], messageId: 'm-2', sourceId: 'server' },
    ]);
    expect(collector.events.map(({ messageId }) => messageId)).toEqual(['m-1', 'm-3']);
  });

  it('that only warns lets everything pass and says what is wrong', async () => {
    const collector = collectorWith('warn');

    const { body } = await collector.post('/v1/batch', { batch });

    expect(body).toMatchObject({
      accepted: 3,
      warnings: [{ index: 1, code: 'contract_violation', pointer: '/properties/total', keyword: 'type' }],
    });
    expect(body.rejected).toBeUndefined();
    expect(collector.failed).toEqual([]);
    expect(collector.events).toHaveLength(3);
  });

  it('that is off says nothing', async () => {
    const { body } = await collectorWith('off').post('/v1/batch', { batch });

    expect(body).toEqual({ success: true, accepted: 3 });
  });

  it('of a type is for every event of it', async () => {
    const { body } = await collectorWith('quarantine').post('/v1/identify', { userId: 'anna' });

    expect(body.rejected).toMatchObject([{ pointer: '/traits', keyword: 'required' }]);
  });
});
