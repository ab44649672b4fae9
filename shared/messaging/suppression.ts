import { type IdentityKey, nodeKey } from '../identity/node-key.ts';
import type { ChannelName } from './channels/channel-name.ts';

/** Under which an address is suppressed: keyed, so that the list of suppressions holds no addresses. */
export function suppressionKey(identityKey: IdentityKey, channel: ChannelName, address: string): string {
  return nodeKey(identityKey, channel, address);
}

/** Why an address is suppressed, and since when; the address itself stands nowhere. */
export type Suppression = {
  readonly key: string;
  readonly reason: 'bounce' | 'complaint';
  /** ISO 8601 UTC */
  readonly at: string;
};

/** The port to addresses that must not be sent to, whatever the consent. Throws when it has no answer: no answer is no send. */
export type SuppressionStore = {
  /** those of the keys that are suppressed */
  find(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** an address that is suppressed already keeps its first reason */
  suppress(suppression: Suppression): Promise<void>;
};
