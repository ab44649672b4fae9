import type { Recipient } from '../recipient.ts';
import type { ChannelName } from './channel-name.ts';
import type { Envelope, Message, PartName, Parts } from './message.ts';

/** `failed` says what cannot be sent, in a few words. */
export type Build = { readonly message: Message } | { readonly failed: string };

/** Everything that is particular to one channel; code outside its file asks here instead of comparing its name. */
export type ChannelKind = {
  readonly name: ChannelName;
  readonly required: readonly PartName[];
  readonly optional: readonly PartName[];
  /** parts in which a marketing message must offer the way out, where they are given */
  readonly linked: readonly PartName[];
  readonly hasFrom: boolean;
  /** where a person can be reached, in the one form that is sent to and suppressed */
  addressesOf(recipient: Recipient): readonly string[];
  /** what is likely a mistake in texts as written, with the part it is about */
  review(parts: Parts): readonly { readonly part: PartName; readonly warning: string }[];
  build(parts: Parts, envelope: Envelope): Build;
};
