import * as z from 'zod';
import { channelNameSchema } from '../channels/channel-name.ts';
import type { skipReasonSchema } from '../decide-send.ts';

export const sendStateSchema = z.enum([
  'CLAIMED',
  'SENT',
  'DELIVERED',
  'BOUNCED',
  'COMPLAINED',
  'REJECTED',
  'UNKNOWN',
  'SKIPPED',
]);
export type SendState = z.infer<typeof sendStateSchema>;

/** One message of one run: what became of it. `at` is when it was claimed or skipped, ISO 8601 UTC. */
export const sendSchema = z.object({
  sendId: z.string(),
  journeyId: z.string(),
  profileId: z.string(),
  entryId: z.string(),
  step: z.string(),
  channel: channelNameSchema,
  template: z.string(),
  state: sendStateSchema,
  /** a skip reason, or what the provider said */
  reason: z.string().optional(),
  /** what the reason is about, e.g. the variable that was missing */
  detail: z.string().optional(),
  at: z.string(),
  providerId: z.string().optional(),
  /** epoch ms; two claims of one send never share it, because the first must be gone */
  claimedAt: z.number().optional(),
});
export type Send = z.infer<typeof sendSchema>;

export type SendName = { readonly entryId: string; readonly sendId: string };
export type Claim = Omit<Send, 'state' | 'claimedAt' | 'reason' | 'detail' | 'providerId'> & {
  readonly claimedAt: number;
};
export type Skip = Omit<Send, 'state' | 'claimedAt' | 'providerId' | 'reason'> & {
  readonly reason: z.infer<typeof skipReasonSchema>;
};

export type Settlement =
  | { readonly state: 'SENT'; readonly providerId: string }
  | { readonly state: 'REJECTED'; readonly reason: string }
  | { readonly state: 'UNKNOWN' }
  | { readonly state: 'DELIVERED'; readonly providerId: string }
  | {
      readonly state: 'BOUNCED' | 'COMPLAINED';
      readonly providerId: string;
      readonly reason: string;
    };

export type ClaimOutcome = 'claimed' | 'taken' | 'suppressed' | 'not-running';

/** The port to the ledger of sends. Every change holds for one state only, so repeats and late writers change nothing. */
export type SendLedger = {
  load(name: SendName): Promise<Send | undefined>;
  /** in one transaction: nobody claimed or skipped it before, the run is running, none of the addresses is suppressed */
  claim(claim: Claim, suppressionKeys: readonly string[]): Promise<ClaimOutcome>;
  /** gives the claim back, if it is still this one */
  release(claim: Claim): Promise<void>;
  /** changes nothing unless the send is in a state that the settlement may follow */
  settle(name: SendName, settlement: Settlement): Promise<void>;
  /** writes SKIPPED, unless there is an entry already */
  skip(skip: Skip): Promise<void>;
};

// what nobody confirmed yet
const OPEN = ['CLAIMED', 'UNKNOWN'] as const;

/** Which states each may follow: they only advance, so feedback may come twice, late, or before the confirmation. */
const FOLLOWS: Readonly<Record<Settlement['state'], readonly SendState[]>> = {
  UNKNOWN: ['CLAIMED'],
  SENT: OPEN,
  // SES also refuses what it took, when it finds a virus
  REJECTED: [...OPEN, 'SENT'],
  DELIVERED: [...OPEN, 'SENT'],
  BOUNCED: [...OPEN, 'SENT', 'DELIVERED'],
  COMPLAINED: [...OPEN, 'SENT', 'DELIVERED'],
};

export const settledFrom = ({ state }: Settlement): readonly SendState[] => FOLLOWS[state];
