import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../infra/local/demo/data/count-outcome.ts';
import { findFaults, reportText } from '../../../../infra/local/demo/report.ts';

const played = { sent: 10, accepted: 10, rejected: 0 };
const outcome: Outcome = {
  applied: 9,
  failed: 1,
  profiles: 3,
  anonymousIds: 4,
  userIds: 2,
  segments: new Map([['vip', { entered: 5, exited: 2 }]]),
};

describe('the report of a demo', () => {
  it('shows events, people and segments', () => {
    const text = reportText(played, outcome, [
      { id: 'vip', name: 'Important', members: 3 },
      { id: 'nobody', members: 0 },
      { id: 'lookers', parameters: ['category'] },
    ]);

    expect(text).toContain('10        10        9       1');
    expect(text).toContain('4 anonymous ids and 2 user ids are 3 profiles');
    expect(text).toMatch(/vip +5 +2 +3 {2}Important/);
    expect(text).not.toMatch(/nobody +0/);
    expect(text).not.toContain('lookers');
    expect(text).toContain('Nobody entered the other 1: `npm run cdp -- segments` lists them.');
  });

  it('finds no fault when every accepted event was applied or kept as failed', () => {
    expect(findFaults(played, outcome, [])).toEqual([]);
  });

  it.each([
    [{ ...played, accepted: 9 }, outcome, [], '10 events were sent, 9 accepted'],
    [played, { ...outcome, applied: 8 }, [], '10 events were accepted, 8 applied and 1 failed'],
    [played, outcome, ['boom'], 'a function failed: boom'],
  ])('names what went wrong', (givenPlayed, givenOutcome, errors, fault) => {
    expect(findFaults(givenPlayed, givenOutcome, errors)).toContain(fault);
  });
});
