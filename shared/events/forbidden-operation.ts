import type { Complaint } from '../../events/common.ts';
import type { EventType } from '../../events/event.ts';
import type { EventSource } from './arrival.ts';

// a browser's key is public: whoever reads the page could join two strangers
const NOT_FOR_BROWSERS: ReadonlySet<EventType> = new Set(['alias']);

/** Why a source may not send this type of event. */
export function forbiddenOperation(source: EventSource, type: EventType): Complaint | undefined {
  if (source.kind !== 'browser' || !NOT_FOR_BROWSERS.has(type)) return undefined;
  return {
    code: 'forbidden_operation',
    message: `a browser source may not send ${type}, a server source may`,
  };
}
