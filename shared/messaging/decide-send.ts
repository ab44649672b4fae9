import * as z from 'zod';
import type { Run } from '../journeys/run-store.ts';
import type { ChannelName } from './channels/channel-name.ts';
import { type ConsentScope, consentFor } from './consent.ts';
import type { Recipient } from './recipient.ts';

export const skipReasonSchema = z.enum([
  'forgotten',
  'no-address',
  'suppressed',
  'unsubscribed',
  'not-consented',
  'journey-cancelled',
  'render-failed',
]);
export type SkipReason = z.infer<typeof skipReasonSchema>;

export const messageClassSchema = z.enum(['marketing', 'transactional']);
export type MessageClass = z.infer<typeof messageClassSchema>;

export type SendFacts = {
  readonly recipient: Recipient | undefined;
  readonly addresses: readonly string[];
  /** those of the addresses that are suppressed */
  readonly suppressed: ReadonlySet<string>;
  readonly run: Pick<Run, 'status'> | undefined;
  readonly message: {
    readonly channel: ChannelName;
    readonly topic: string | undefined;
    readonly class: MessageClass;
  };
};

type Permission = { readonly topic?: string | undefined; readonly class: MessageClass };

/** What a message needs consent for: what its step says, else its template. */
export function permissionFor(
  step: Permission,
  template: Permission | undefined,
): Pick<SendFacts['message'], 'topic' | 'class'> {
  // consent is needed unless both who wrote the text and who placed it say that it is not
  const isTransactional = step.class === 'transactional' && template?.class === 'transactional';
  return { topic: step.topic ?? template?.topic, class: isTransactional ? 'transactional' : 'marketing' };
}

export type SendDecision = { readonly send: readonly string[] } | { readonly skip: SkipReason };

/** To which addresses a message may go, or the first reason why to none. */
export function decideSend({ recipient, addresses, suppressed, run, message }: SendFacts): SendDecision {
  if (recipient === undefined) return { skip: 'forgotten' };
  if (addresses.length === 0) return { skip: 'no-address' };
  const open = addresses.filter((address) => !suppressed.has(address));
  // a suppression is about the address, not about what the person wants: transactional messages stop too
  if (open.length === 0) return { skip: 'suppressed' };
  const refusal = message.class === 'marketing' ? refuseByConsent(recipient, message) : undefined;
  if (refusal) return { skip: refusal };
  return run?.status === 'running' ? { send: open } : { skip: 'journey-cancelled' };
}

function refuseByConsent({ consents }: Recipient, scope: ConsentScope): SkipReason | undefined {
  const consent = consentFor(consents, scope);
  if (consent === undefined) return 'not-consented';
  return consent.status === 'subscribed' ? undefined : 'unsubscribed';
}
