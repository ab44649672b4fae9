import type { StreamEvent } from '../../events/stream-event.ts';

/** What an event says about who it is of. */
export type IdentifiedEvent = Pick<
  StreamEvent,
  'userId' | 'anonymousId' | 'previousId' | 'traits' | 'context'
>;
