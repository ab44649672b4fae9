import { describe, expect, it } from 'vitest';
import type { RunStatus } from '../../../shared/journeys/run-store.ts';
import type { Claim, SendLedger, Settlement } from '../../../shared/messaging/sends/ledger.ts';
import type { SuppressionStore } from '../../../shared/messaging/suppression.ts';

export type LedgerWorld = {
  readonly ledger: SendLedger;
  readonly suppressions: SuppressionStore;
  setRun(entryId: string, status: RunStatus): Promise<void>;
};

const name = { entryId: 'e1', sendId: 's1' };
const claim: Claim = {
  ...name,
  journeyId: 'welcome',
  profileId: 'user_id:anna',
  step: 'mail',
  channel: 'email',
  template: 'hello',
  at: '2026-11-01T10:00:00.000Z',
  claimedAt: Date.parse('2026-11-01T10:00:00.000Z'),
};
const { claimedAt: _, ...fields } = claim;
const sent: Settlement = { state: 'SENT', providerId: 'p1' };
const unknown: Settlement = { state: 'UNKNOWN' };
const delivered: Settlement = { state: 'DELIVERED', providerId: 'p1' };
const bounced = { state: 'BOUNCED', providerId: 'p1', reason: 'Permanent/General' } as const;
const rejected: Settlement = { state: 'REJECTED', reason: 'MessageRejected' };

/** What every ledger must do; `make` answers an empty one. */
export function ledgerContract(make: () => Promise<LedgerWorld>): void {
  async function running(): Promise<LedgerWorld> {
    const world = await make();
    await world.setRun('e1', 'running');
    return world;
  }

  describe('a claim', () => {
    it('is made once, and stands as it was made', async () => {
      const { ledger } = await running();

      expect(await ledger.load(name)).toBeUndefined();
      expect(await ledger.claim(claim, [])).toBe('claimed');
      expect(await ledger.claim({ ...claim, claimedAt: claim.claimedAt + 1 }, [])).toBe('taken');
      expect(await ledger.load(name)).toEqual({ ...claim, state: 'CLAIMED' });
    });

    it('is made by one of many at once', async () => {
      const { ledger } = await running();

      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => ledger.claim(claim, [])));

      // who met another transaction may get an error instead of an answer, and asks again
      const claimed = outcomes.filter((one) => one.status === 'fulfilled' && one.value === 'claimed');
      expect(claimed).toHaveLength(1);
    });

    it('needs a run that is running', async () => {
      const { ledger, setRun } = await make();

      expect(await ledger.claim(claim, [])).toBe('not-running');
      await setRun('e1', 'exited');
      expect(await ledger.claim(claim, [])).toBe('not-running');
      expect(await ledger.load(name)).toBeUndefined();
    });

    it('needs addresses that are not suppressed', async () => {
      const { ledger, suppressions } = await running();
      await suppressions.suppress({ key: 'email:bad', reason: 'bounce', at: claim.at });

      expect(await ledger.claim(claim, ['email:good', 'email:bad'])).toBe('suppressed');
      expect(await ledger.load(name)).toBeUndefined();
      expect(await suppressions.find(['email:good', 'email:bad'])).toEqual(new Set(['email:bad']));
      expect(await ledger.claim(claim, ['email:good'])).toBe('claimed');
    });

    it('can be given back, by whoever holds it', async () => {
      const { ledger } = await running();
      await ledger.claim(claim, []);

      await ledger.release({ ...claim, claimedAt: claim.claimedAt - 1 });
      expect(await ledger.load(name)).toBeDefined();
      await ledger.release(claim);
      await ledger.release(claim);

      expect(await ledger.load(name)).toBeUndefined();
      expect(await ledger.claim(claim, [])).toBe('claimed');
    });

    it('is not given back once it is settled', async () => {
      const { ledger } = await running();
      await ledger.claim(claim, []);
      await ledger.settle(name, sent);

      await ledger.release(claim);

      expect((await ledger.load(name))?.state).toBe('SENT');
    });
  });

  describe('a settlement', () => {
    it.each<[string, readonly Settlement[], object]>([
      ['sent', [sent], { state: 'SENT', providerId: 'p1' }],
      ['rejected', [rejected], { state: 'REJECTED', reason: 'MessageRejected' }],
      ['unknown', [unknown], { state: 'UNKNOWN' }],
      ['sent after a doubt', [unknown, sent], { state: 'SENT', providerId: 'p1' }],
      ['sent, whatever doubt comes later', [sent, unknown], { state: 'SENT', providerId: 'p1' }],
      ['rejected, when it was taken and found bad later', [sent, rejected], { state: 'REJECTED' }],
      ['delivered, before it was confirmed', [delivered, sent], { state: 'DELIVERED', providerId: 'p1' }],
      ['delivered, after a doubt', [unknown, delivered], { state: 'DELIVERED', providerId: 'p1' }],
      ['delivered, whatever doubt comes later', [delivered, unknown, rejected], { state: 'DELIVERED' }],
      ['bounced, whichever comes first', [bounced, delivered, bounced], { ...bounced }],
      ['bounced, after it was delivered', [sent, delivered, bounced], { ...bounced }],
      ['complained of', [delivered, { ...bounced, state: 'COMPLAINED' }], { state: 'COMPLAINED' }],
      ['rejected, whatever doubt comes later', [rejected, unknown], { state: 'REJECTED' }],
    ])('is %s', async (_name, settlements, expected) => {
      const { ledger } = await running();
      await ledger.claim(claim, []);

      for (const settlement of settlements) await ledger.settle(name, settlement);

      expect(await ledger.load(name)).toMatchObject({ ...fields, ...expected });
      expect(await ledger.claim(claim, [])).toBe('taken');
    });

    it('of what was never claimed changes nothing', async () => {
      const { ledger } = await running();

      await ledger.settle(name, sent);

      expect(await ledger.load(name)).toBeUndefined();
    });
  });

  describe('a suppression', () => {
    it('is found by its key, and may come twice', async () => {
      const { suppressions } = await make();
      const suppression = { key: 'email:bad', reason: 'bounce', at: claim.at } as const;

      await suppressions.suppress(suppression);
      await suppressions.suppress({ ...suppression, reason: 'complaint' });

      expect(await suppressions.find(['email:good', 'email:bad'])).toEqual(new Set(['email:bad']));
    });
  });

  describe('a skip', () => {
    it('stands with its reason, and nothing is sent after it', async () => {
      const { ledger } = await running();
      const skip = { ...fields, reason: 'render-failed', detail: 'html: profile.city' } as const;

      await ledger.skip(skip);
      await ledger.skip({ ...fields, reason: 'no-address' });

      expect(await ledger.load(name)).toEqual({ ...skip, state: 'SKIPPED' });
      expect(await ledger.claim(claim, [])).toBe('taken');
    });

    it('never covers a claim', async () => {
      const { ledger } = await running();
      await ledger.claim(claim, []);

      await ledger.skip({ ...fields, reason: 'suppressed' });

      expect((await ledger.load(name))?.state).toBe('CLAIMED');
    });
  });
}
