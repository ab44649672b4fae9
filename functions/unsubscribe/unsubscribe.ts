import { PLATFORM_SOURCE } from '../../events/platform.ts';
import type { StreamEvent } from '../../events/stream-event.ts';
import { RetryableError } from '../../shared/errors.ts';
import type { EventLog } from '../../shared/events/event-log.ts';
import { partitionKey } from '../../shared/identity/partition-key.ts';
import { CONSENT_EVENT } from '../../shared/messaging/consent.ts';
import type { UnsubscribeGrant } from '../../shared/messaging/unsubscribe-token.ts';

// a platform event is keyed by its profile, so no identifier has to be hashed
const NO_KEY = new Uint8Array();

/** Says in the stream that the person wants no more of these. Throws RetryableError when the stream does not take it. */
export async function unsubscribe(log: EventLog, grant: UnsubscribeGrant, now: Date): Promise<void> {
  const event = consentEventOf(grant, now);
  const refused = await log.append([{ event, partitionKey: partitionKey(NO_KEY, event) }]);
  if (refused.length > 0) throw new RetryableError('the stream refused an opt-out');
}

function consentEventOf({ profileId, channel, topic, sendId }: UnsubscribeGrant, now: Date): StreamEvent {
  const at = now.toISOString();
  return {
    type: 'track',
    // a button pressed twice is one event; pressed again after a new opt-in it is another
    messageId: `unsubscribe-${sendId}-${at.slice(0, 16)}`,
    source: PLATFORM_SOURCE,
    profileId,
    event: CONSENT_EVENT,
    properties: {
      channels: [channel],
      topics: topic === undefined ? [] : [topic],
      status: 'unsubscribed',
      sendId,
    },
    timestamp: at,
    receivedAt: at,
  };
}
