import type { EmailMessage, Message, PushMessage, SmsMessage } from './message.ts';

/** What came of one call. Only `unsettled` leaves open whether the message went out. */
export type SendOutcome =
  | { readonly status: 'accepted'; readonly providerId: string }
  /** it did not go out and may later: a limit of ours, or a permission that is missing */
  | { readonly status: 'not-now'; readonly reason: string }
  /** it did not go out and never will */
  | { readonly status: 'rejected'; readonly reason: string }
  | { readonly status: 'unsettled'; readonly cause: unknown };

/** The port to the providers, which have no memory of what they were given: each call is made once and never repeated. */
export type Senders = {
  email(message: EmailMessage): Promise<SendOutcome>;
  sms(message: SmsMessage): Promise<SendOutcome>;
  push(message: PushMessage): Promise<SendOutcome>;
};

export function callSender(senders: Senders, message: Message): Promise<SendOutcome> {
  switch (message.channel) {
    case 'email':
      return senders.email(message);
    case 'sms':
      return senders.sms(message);
    case 'push':
      return senders.push(message);
  }
}
