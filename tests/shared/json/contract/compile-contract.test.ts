import { describe, expect, it } from 'vitest';
import { compileContract } from '../../../../shared/json/contract/compile-contract.ts';
import {
  type ContractDefinition,
  storedContractSchema,
} from '../../../../shared/json/contract/contract-definition.ts';
import { orderCompleted, orderSchema } from './contract-cases.ts';

const compile = (more: Partial<ContractDefinition>) =>
  compileContract(storedContractSchema.parse({ id: 'shop', mode: 'quarantine', ...more }));

const ofOrders = compile({ events: { 'Order Completed': orderSchema } });

describe('a compiled contract', () => {
  it('finds nothing wrong with an event that keeps it', () => {
    const event = orderCompleted({ total: 9, currency: 'EUR', order_id: 'o-1', products: [{ sku: 'a' }] });

    expect(ofOrders?.violationOf(event)).toBeUndefined();
  });

  it.each([
    [{}, '/properties/total', 'required'],
    [{ total: '9' }, '/properties/total', 'type'],
    [{ total: -1 }, '/properties/total', 'minimum'],
    [{ total: 9, currency: 'USD' }, '/properties/currency', 'enum'],
    [{ total: 9, order_id: '1' }, '/properties/order_id', 'pattern'],
    [{ total: 9, order_id: `o-${'1'.repeat(2_000)}` }, '/properties/order_id', 'pattern'], // too long to be matched
    [{ total: 9, 'a/b': 1 }, '/properties/a~1b', 'additionalProperties'],
    [{ total: 9, products: [{ sku: 'a' }, {}] }, '/properties/products/1/sku', 'required'],
  ])('points at what is wrong with %j', (properties, pointer, keyword) => {
    expect(ofOrders?.violationOf(orderCompleted(properties))).toMatchObject({
      code: 'contract_violation',
      pointer,
      keyword,
    });
  });

  it('never tells the value that violates it', () => {
    const violation = ofOrders?.violationOf(orderCompleted({ total: 'anna@example.com' }));

    expect(JSON.stringify(violation)).not.toContain('anna');
  });

  it('says that no alternative fits, rather than what one of them misses', () => {
    const contract = compile({ types: { track: { anyOf: [{ required: ['a'] }, { required: ['b'] }] } } });

    expect(contract?.violationOf(orderCompleted({}))).toMatchObject({ pointer: '', keyword: 'anyOf' });
  });

  it('takes the schema of the name, then that of the type, and leaves other events alone', () => {
    const contract = compile({
      events: { 'Order Completed': { required: ['name'] } },
      types: { track: { required: ['type of track'] } },
    });
    const event = orderCompleted({});

    expect(contract?.violationOf(event)?.pointer).toBe('/name');
    expect(contract?.violationOf({ ...event, event: 'Other' })?.pointer).toBe('/type of track');
    expect(contract?.violationOf({ ...event, type: 'alias', event: undefined })).toBeUndefined();
  });

  it('sees an event as JSON keeps it: a field that is undefined is none', () => {
    const fields = Object.fromEntries(
      Object.keys(JSON.parse(JSON.stringify(orderCompleted({})))).map((name) => [name, true]),
    );
    const contract = compile({ types: { track: { properties: fields, additionalProperties: false } } });

    expect(contract?.violationOf(orderCompleted({}))).toBeUndefined();
  });

  it('is none when it is off', () => {
    expect(compile({ mode: 'off', types: { track: { required: ['name'] } } })).toBeUndefined();
  });
});
