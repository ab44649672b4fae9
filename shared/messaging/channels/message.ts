import type { MessageClass } from '../decide-send.ts';

/** The texts of a message: which of them one has is up to its channel. */
export const partNames = ['subject', 'html', 'text', 'title', 'body'] as const;
export type PartName = (typeof partNames)[number];
export type Parts = Readonly<Partial<Record<PartName, string>>>;

export type From = { readonly email: string; readonly name?: string | undefined };

/** What is known of a message before its text. */
export type Envelope = {
  readonly sendId: string;
  /** the run it belongs to; with the send's id it names the entry in the ledger */
  readonly entryId: string;
  /** at least one */
  readonly addresses: readonly string[];
  readonly from: From | undefined;
  readonly class: MessageClass;
  readonly unsubscribeUrl: string;
};

export type EmailMessage = {
  readonly channel: 'email';
  readonly sendId: string;
  readonly entryId: string;
  readonly to: string;
  readonly from: From;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** for the headers of RFC 8058; marketing always has it */
  readonly unsubscribeUrl: string | undefined;
};

export type SmsMessage = {
  readonly channel: 'sms';
  readonly sendId: string;
  readonly to: string;
  readonly text: string;
  readonly class: MessageClass;
  readonly parts: number;
};

export type PushMessage = {
  readonly channel: 'push';
  readonly sendId: string;
  readonly tokens: readonly string[];
  readonly title: string;
  readonly body: string;
};

/** A message as a provider's sender takes it. */
export type Message = EmailMessage | SmsMessage | PushMessage;
