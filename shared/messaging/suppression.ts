import { type IdentityKey, nodeKey } from '../identity/node-key.ts';
import type { ChannelName } from './channels/channel-name.ts';

/** Under which an address is suppressed: keyed, so that the list of suppressions holds no addresses. */
export function suppressionKey(identityKey: IdentityKey, channel: ChannelName, address: string): string {
  return nodeKey(identityKey, channel, address);
}

/** The port to addresses that must not be sent to, whatever the consent. Throws when it has no answer: no answer is no send. */
export type SuppressionStore = {
  /** those of the keys that are suppressed */
  find(keys: readonly string[]): Promise<ReadonlySet<string>>;
};
