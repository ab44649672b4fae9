import { describe, expect, it } from 'vitest';
import {
  decodeSeen,
  dropExpired,
  encodeSeen,
  isSameMessage,
  SEEN_HOT_LIMIT,
  SEEN_MINUTES,
  SEEN_PAGE_SIZE,
  type SeenMessage,
  type SeenSet,
  seenId,
  spillOldest,
} from '../../../../shared/profiles/codec/seen.ts';

const secret = Buffer.from('secret');

const idOf = (message: Partial<SeenMessage>) =>
  seenId(secret, { sourceId: 'web', messageId: 'm1', content: 'x', ...message });

function seenOf(count: number): SeenSet {
  const ids = Array.from(
    { length: count },
    (_, index) => [idOf({ messageId: `m${index}` }), 1_000 + index] as const,
  );
  return { entries: new Map(ids), spilledUntil: 0 };
}

describe('seen messages', () => {
  it('are told apart by their source', () => {
    expect(isSameMessage(idOf({}), idOf({ sourceId: 'app' }))).toBe(false);
  });

  it('are told apart by what they say, and known to be of one messageId', () => {
    const [one, other] = [idOf({}), idOf({ content: 'y' })];

    expect(one).not.toBe(other);
    expect(isSameMessage(one, other)).toBe(true);
  });

  it('come back from their packed form', () => {
    const { entries } = seenOf(50);

    expect(decodeSeen(encodeSeen(entries))).toEqual(entries);
    // the id and the minutes since the one before; the first says its minute in two bytes
    expect(encodeSeen(entries).byteLength).toBe(50 * 7 + 1);
  });

  it('are forgotten after 48 hours', () => {
    const seen = seenOf(2);

    dropExpired(seen, 1_000 + SEEN_MINUTES);

    expect([...seen.entries.values()]).toEqual([1_001]);
  });

  it('stay hot up to the limit while their item is one write unit', () => {
    expect(spillOldest(seenOf(SEEN_HOT_LIMIT), () => 0)).toBeUndefined();
  });

  it.each([
    { hot: 40, bytes: 1, spilled: 16 },
    { hot: 40, bytes: 16 * 7, spilled: 16 },
    { hot: 40, bytes: 16 * 7 + 1, spilled: 17 },
    { hot: 40, bytes: 40 * 7, spilled: 40 },
    // without all of them it would still be another unit
    { hot: 40, bytes: 40 * 7 + 1, spilled: 0 },
    // a page of so few would cost more than it saves
    { hot: 15, bytes: 1, spilled: 0 },
  ])('spill $spilled of $hot where the item is $bytes bytes beyond a write unit', (row) => {
    const seen = seenOf(row.hot);

    const page = spillOldest(seen, () => row.bytes);

    expect([page?.size ?? 0, seen.entries.size]).toEqual([row.spilled, row.hot - row.spilled]);
  });

  it('spill the oldest as one page and remember for how long the page matters', () => {
    const seen = seenOf(SEEN_HOT_LIMIT + 1);

    const page = spillOldest(seen, () => 0);

    expect(page?.size).toBe(SEEN_PAGE_SIZE);
    expect(seen.entries.size).toBe(SEEN_HOT_LIMIT + 1 - SEEN_PAGE_SIZE);
    expect(seen.spilledUntil).toBe(1_000 + SEEN_PAGE_SIZE - 1 + SEEN_MINUTES);
  });
});
