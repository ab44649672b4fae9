import type { Envelope } from '../../events/batch.ts';
import type { Complaint } from '../../events/common.ts';
import type { EventType } from '../../events/event.ts';
import type { StreamEvent } from '../../events/stream-event.ts';
import type { IdentityKey } from '../identity/node-key.ts';
import type { ConsentPolicy } from './consent-policy.ts';

/** What a source's events must look like. */
export type EventContract = {
  /** whether an event that violates it is kept in FailedEvents instead of the stream */
  readonly isQuarantine: boolean;
  /** never tells the value that violates it */
  violationOf(event: StreamEvent): Complaint | undefined;
};

/** The source a write key belongs to, as far as its events depend on it. */
export type EventSource = {
  readonly id: string;
  readonly kind: 'browser' | 'server';
  readonly storeIp: boolean;
  readonly brand?: string | undefined;
  /** which secret the site's server signs with now */
  readonly secretGeneration: number;
  readonly consent?: ConsentPolicy | undefined;
  readonly contract?: EventContract | undefined;
};

/** What the events of one request share. */
export type Arrival = {
  readonly source: EventSource;
  /** the secrets of sources are derived from it */
  readonly identityKey: IdentityKey;
  /** ISO 8601 UTC with milliseconds */
  readonly receivedAt: string;
  readonly envelope: Envelope;
  /** UTF-8 bytes of the whole body: when they fit one event, every event fits */
  readonly bodyBytes: number;
  /** the type a path names; it wins over the item's */
  readonly type?: EventType | undefined;
  /** the address the request came from */
  readonly ip?: string | undefined;
};
