import type { IdentityKey } from '../../shared/identity/node-key.ts';
import type { RunStore } from '../../shared/journeys/run-store.ts';
import type { Senders } from '../../shared/messaging/channels/sender.ts';
import type { ReadRecipient } from '../../shared/messaging/recipient.ts';
import type { SendLedger } from '../../shared/messaging/sends/ledger.ts';
import type { SuppressionStore } from '../../shared/messaging/suppression.ts';
import type { Order } from './load-order.ts';
import type { SendTask } from './send-task.ts';

/** What sending one message needs of the world. */
export type SendPorts = {
  readonly runs: Pick<RunStore, 'load' | 'end'>;
  readonly ledger: SendLedger;
  readonly suppressions: SuppressionStore;
  readonly senders: Senders;
  readonly loadOrder: (task: SendTask) => Promise<Order>;
  /** exact, and the survivor of an absorbed profile; undefined when it is gone */
  readonly loadRecipient: (profileId: string) => Promise<ReadRecipient | undefined>;
  readonly loadIdentityKey: () => Promise<IdentityKey>;
  /** base URL of the public API, for the way out */
  readonly publicUrl: string;
  readonly now: () => Date;
};
