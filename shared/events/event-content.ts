import type { Event } from '../../events/event.ts';
import type { StreamEvent } from '../../events/stream-event.ts';

type Data = Record<string, unknown>;
type Content = Pick<StreamEvent, 'event' | 'properties' | 'traits' | 'groupId'>;

/** What each type of event has to say beyond who and when. Undefined fields are left out of the stream. */
export function contentOf(event: Event): Content {
  switch (event.type) {
    case 'identify':
      return { traits: event.traits ?? contextTraits(event.context) };
    case 'track':
      return { event: event.event, properties: event.properties ?? undefined };
    case 'page':
      return { event: 'Page Viewed', properties: viewProperties(event) };
    case 'screen':
      return { event: 'Screen Viewed', properties: viewProperties(event) };
    case 'group':
      return { groupId: event.groupId, traits: event.traits ?? undefined };
    case 'alias':
      return {};
  }
}

/** Some SDKs send the traits of an identify in its context only. */
function contextTraits(context: Data | null | undefined): Data | undefined {
  const traits = context?.traits;
  // an object that is no array has string keys
  return typeof traits === 'object' && traits !== null && !Array.isArray(traits)
    ? (traits as Data)
    : undefined;
}

type View = Extract<Event, { type: 'page' | 'screen' }>;

function viewProperties({ name, category, properties }: View): Data {
  const named = { ...(name ? { name } : {}), ...(category ? { category } : {}) };
  return { ...named, ...properties };
}
