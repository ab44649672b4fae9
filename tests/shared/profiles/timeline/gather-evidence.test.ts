import { describe, expect, it } from 'vitest';
import type { LinkedChunk, TimelineReader } from '../../../../shared/profiles/profile-store.ts';
import { gatherEvidence } from '../../../../shared/profiles/timeline/gather-evidence.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const instant = (second: number) => new Date(START + second * 1_000).toISOString();

/** A line of chunks with an event each, numbered from the oldest. */
const chunk = (number: number): LinkedChunk => ({
  head: `anna|${number}`,
  previous: number === 0 ? [] : [`anna|${number - 1}`],
  events: [
    {
      type: 'track',
      messageId: String(number),
      source: { id: 'shop', kind: 'server' },
      timestamp: instant(number),
      receivedAt: instant(number),
    },
  ],
});

const reader: TimelineReader = {
  loadBack: async (head, most) => {
    const newest = Number(head.slice(head.indexOf('|') + 1));
    const numbers = Array.from({ length: most }, (_, back) => newest - back);
    return numbers.filter((number) => number >= 0).map(chunk);
  },
};

describe('the evidence of a timeline', () => {
  it('is every wanted event to the beginning', async () => {
    const { events, readBackTo } = await gatherEvidence(
      reader,
      ['anna|99'],
      ({ messageId }) => Number(messageId) % 40 === 0,
    );

    expect(events.map(({ messageId }) => messageId)).toEqual(['80', '40', '0']);
    expect(readBackTo).toBeUndefined();
  });

  it('says how far back it was read when there is more than is read at once', async () => {
    const { events, readBackTo } = await gatherEvidence(reader, ['anna|5999'], () => false);

    expect(events).toEqual([]);
    expect(readBackTo).toBe(instant(1_000));
  });

  it('is empty for a profile without events', async () => {
    expect(await gatherEvidence(reader, [], () => true)).toEqual({ events: [] });
  });
});
