import type { RunStatus } from '../../../shared/journeys/run-store.ts';
import {
  type Claim,
  type ClaimOutcome,
  type Send,
  type SendLedger,
  type SendName,
  type Settlement,
  type Skip,
  settledFrom,
} from '../../../shared/messaging/sends/ledger.ts';
import type { SuppressionStore } from '../../../shared/messaging/suppression.ts';

/** The ledger in memory, with the same rules as the DynamoDB adapter. */
export class MemoryLedger implements SendLedger {
  readonly sends = new Map<string, Send>();
  readonly suppressed = new Set<string>();
  readonly statusOf: (entryId: string) => RunStatus | undefined;

  constructor(statusOf: (entryId: string) => RunStatus | undefined) {
    this.statusOf = statusOf;
  }

  readonly suppressions: SuppressionStore = {
    find: async (keys) => new Set(keys.filter((key) => this.suppressed.has(key))),
    suppress: async ({ key }) => void this.suppressed.add(key),
  };

  async load(name: SendName): Promise<Send | undefined> {
    return this.sends.get(nameOf(name));
  }

  async claim(claim: Claim, suppressionKeys: readonly string[]): Promise<ClaimOutcome> {
    if (this.sends.has(nameOf(claim))) return 'taken';
    if (suppressionKeys.some((key) => this.suppressed.has(key))) return 'suppressed';
    if (this.statusOf(claim.entryId) !== 'running') return 'not-running';
    this.sends.set(nameOf(claim), { ...claim, state: 'CLAIMED' });
    return 'claimed';
  }

  async release(claim: Claim): Promise<void> {
    const send = this.sends.get(nameOf(claim));
    if (send?.state === 'CLAIMED' && send.claimedAt === claim.claimedAt) this.sends.delete(nameOf(claim));
  }

  async settle(name: SendName, settlement: Settlement): Promise<void> {
    const send = this.sends.get(nameOf(name));
    if (send && settledFrom(settlement).includes(send.state))
      this.sends.set(nameOf(name), { ...send, ...settlement });
  }

  async skip(skip: Skip): Promise<void> {
    if (!this.sends.has(nameOf(skip))) this.sends.set(nameOf(skip), { ...skip, state: 'SKIPPED' });
  }
}

const nameOf = ({ entryId, sendId }: SendName): string => `${entryId}/${sendId}`;
