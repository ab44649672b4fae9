import { createHash } from 'node:crypto';
import { COST_SCALE, type OrderLine } from './order-line.ts';

export type OrderEvent = {
  readonly type: 'track';
  readonly event: string;
  readonly userId: string;
  readonly messageId: string;
  readonly timestamp: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** The orders that the lines make up, each person's in the order of time; an order is as old as its first line. */
export function composeOrders(event: string, lines: readonly OrderLine[]): OrderEvent[] {
  const orders = Map.groupBy(lines, ({ userId, orderId }) => JSON.stringify([userId, orderId]));
  return [...orders].map(([name, parts]) => composeOrder({ event, name }, parts)).sort(compareOrders);
}

function composeOrder(
  { event, name }: { event: string; name: string },
  lines: readonly OrderLine[],
): OrderEvent {
  const [first] = [...lines].sort((one, other) => compareText(one.timestamp, other.timestamp));
  if (first === undefined) throw new Error('an order has at least one line');
  const { userId, orderId, timestamp, properties } = first;
  const cost = lines.reduce((sum, line) => sum + line.cost, 0);
  return {
    type: 'track',
    event,
    userId,
    // the same whenever it is replayed, so that nothing counts twice
    messageId: `replay-${createHash('sha256').update(`${event}${name}`).digest('base64url')}`,
    timestamp,
    properties: {
      ...properties,
      order_id: orderId,
      total: cost / COST_SCALE,
      products: lines.map(({ product }) => product),
    },
  };
}

const compareOrders = (one: OrderEvent, other: OrderEvent): number =>
  compareText(one.userId, other.userId) || compareText(one.timestamp, other.timestamp);

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
