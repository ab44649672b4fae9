import type { StreamEvent } from '../../../../events/stream-event.ts';

/** What a shop asks of its orders, with a definition that is referred to. */
export const orderSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['properties'],
  properties: {
    properties: {
      type: 'object',
      required: ['total'],
      additionalProperties: false,
      properties: {
        total: { type: 'number', minimum: 0 },
        currency: { enum: ['EUR', 'PLN'] },
        order_id: { type: 'string', pattern: '^o-' },
        products: { type: 'array', items: { $ref: '#/$defs/product' } },
      },
    },
  },
  $defs: { product: { type: 'object', required: ['sku'] } },
};

export const orderCompleted = (properties: Record<string, unknown>): StreamEvent => ({
  type: 'track',
  messageId: 'm-1',
  source: { id: 'shop', kind: 'server' },
  userId: 'anna',
  event: 'Order Completed',
  properties,
  traits: undefined,
  timestamp: '2026-11-21T12:00:00.000Z',
  receivedAt: '2026-11-21T12:00:00.000Z',
});
