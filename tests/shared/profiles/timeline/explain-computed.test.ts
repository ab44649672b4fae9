import { describe, expect, it } from 'vitest';
import type { TimelineEvent } from '../../../../shared/profiles/profile-store.ts';
import { explainComputed } from '../../../../shared/profiles/timeline/explain-computed.ts';
import { compileSegments } from '../../../../shared/segments/compile.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-01T00:00:00.000Z');

const order = (day: number): TimelineEvent => {
  const timestamp = new Date(START + day * DAY).toISOString();
  const source = { id: 'shop', kind: 'server' } as const;
  return {
    type: 'track',
    event: 'Order Completed',
    messageId: `order-${day}`,
    source,
    timestamp,
    receivedAt: timestamp,
  };
};

function countedAt(day: number, evaluatedDay = 0) {
  const trait = { id: 'lately', event: 'Order Completed', within: '2d', last: true } as const;
  const compiled = compileSegments([], { timezone: 'UTC', computed: [{ trait, since: 1 }] });
  const live = compiled.computed.get('lately') ?? expect.fail('the trait is live');
  const profile = {
    windows: new Map(),
    accumulators: new Map(),
    definitions: 1,
    evaluatedAt: START + evaluatedDay * DAY,
  };
  const events = [order(0), order(1), order(2), order(9)];
  const { counted, deciding } = explainComputed(live, { profile, compiled, events }, START + day * DAY);
  return { counted: counted.items.map(({ messageId }) => messageId), deciding: deciding?.messageId };
}

describe('the explanation of a computed trait over a window', () => {
  it.each<[number, string[]]>([
    [0, ['order-0']],
    [1.5, ['order-1', 'order-0']],
    // an order counts until its instant plus two days, that instant not included
    [2, ['order-2', 'order-1']],
    [5, []],
    // one that is dated ahead counts from its own instant on
    [9, ['order-9']],
  ])('on day %s names those that count then', (day, expected) => {
    expect(countedAt(day)).toEqual({ counted: expected, deciding: expected[0] });
  });

  it('is of the instant of the last evaluation where a clock is behind that', () => {
    expect(countedAt(0, 2).counted).toEqual(['order-2', 'order-1']);
  });
});
