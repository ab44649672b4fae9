import type { Envelope } from '../../events/batch.ts';
import type { EventType } from '../../events/event.ts';
import type { ConsentPolicy } from './consent-policy.ts';

/** The source a write key belongs to, as far as its events depend on it. */
export type EventSource = {
  readonly id: string;
  readonly kind: 'browser' | 'server';
  readonly storeIp: boolean;
  readonly consent?: ConsentPolicy | undefined;
};

/** What the events of one request share. */
export type Arrival = {
  readonly source: EventSource;
  readonly receivedAt: Date;
  readonly envelope: Envelope;
  /** UTF-8 bytes of the whole body: when they fit one event, every event fits */
  readonly bodyBytes: number;
  /** the type a path names; it wins over the item's */
  readonly type?: EventType | undefined;
  /** the address the request came from */
  readonly ip?: string | undefined;
};
