import type { EventContract } from '../../../shared/events/arrival.ts';
import { compileContract } from '../../../shared/json/contract/compile-contract.ts';
import { NAMES } from './requests.ts';

const text = { type: 'string', minLength: 1, maxLength: 200 };

const eventSchema = {
  type: 'object',
  required: ['properties'],
  properties: {
    properties: {
      type: 'object',
      required: ['product_id', 'name', 'price', 'currency'],
      properties: {
        ...{ product_id: { ...text, pattern: '^sku_' }, name: text, category: text, brand: text },
        ...{ price: { type: 'number', minimum: 0 }, quantity: { type: 'integer', minimum: 1 } },
        ...{ currency: { enum: ['EUR', 'USD'] }, position: { type: 'integer' }, url: text, image_url: text },
      },
      additionalProperties: false,
    },
  },
};

const compiled = compileContract({
  ...{ id: 'site', mode: 'warn', types: {} },
  events: Object.fromEntries(NAMES.map((name) => [name, eventSchema])),
});

/** Finds fault with an event by a contract that every property of the traffic is in; throws, because none has any. */
export function validate(event: Parameters<EventContract['violationOf']>[0]): void {
  if (compiled === undefined) throw new Error('the contract asks nothing');
  const violation = compiled.violationOf(event);
  if (violation !== undefined) throw new Error(violation.message);
}
