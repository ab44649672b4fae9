import { describe, expect, it } from 'vitest';
import {
  backfillProgress,
  backfillStatus,
  noBackfill,
  shardsFor,
  untouched,
} from '../../../../shared/profiles/memberships/backfill.ts';

const done = { looked: 10, written: 3, isDone: true };
const under = (looked: number) => ({ looked, written: 0, isDone: false });

describe('a backfill', () => {
  it.each([
    [0, 4],
    [40_000, 4],
    [50_001, 6],
    [100_000_000, 100],
  ])('of %i profiles the last time has %i shards', (profiles, shards) => {
    expect(shardsFor(profiles)).toBe(shards);
  });

  it.each([
    // nobody knows how many there are
    [0, [under(500), done], 0.5],
    [1_000, [under(250), done], 0.75],
    // more than there were: not done until the shard says so
    [1_000, [under(9_000), done], 0.99],
    [1_000, [done, done], 1],
    [1_000, [], 0],
  ])('tells how much of it is done: %i profiles before, %j', (profiles, shards, progress) => {
    expect(backfillProgress({ number: 2, done: 1, profiles, shards })).toBeCloseTo(progress, 1);
  });
});

describe('what was published', () => {
  const running = { number: 7, done: 4, profiles: 100, shards: [done, untouched] };

  it('is live once everybody has met its number', () => {
    expect(backfillStatus(running, 4)).toEqual({ status: 'live' });
  });

  it('is on its way with the backfill of its number, or of a newer one', () => {
    expect(backfillStatus(running, 7)).toEqual({ status: 'backfilling', progress: 0.5 });
    expect(backfillStatus(running, 6)).toEqual({ status: 'backfilling', progress: 0.5 });
  });

  it('waits for its own backfill while an older one runs, or none', () => {
    expect(backfillStatus(running, 8)).toEqual({ status: 'backfilling', progress: 0 });
    expect(backfillStatus(noBackfill, 1)).toEqual({ status: 'backfilling', progress: 0 });
  });

  it('has failed when the last try to bring it, or something newer, to everybody has', () => {
    const failure = { number: 7, at: '2026-11-22T10:00:00.000Z', why: 'ABORTED' };
    const failed = { status: 'failed', failure: { at: failure.at, why: 'ABORTED' } };

    expect(backfillStatus(running, 7, failure)).toMatchObject({ ...failed, progress: 0.5 });
    expect(backfillStatus(running, 6, failure)).toMatchObject(failed);
    expect(backfillStatus(running, 8, failure)).toMatchObject({ status: 'backfilling' });
    expect(backfillStatus(running, 4, failure)).toMatchObject({ status: 'live' });
  });
});
