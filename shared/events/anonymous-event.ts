import type { StreamEvent } from '../../events/stream-event.ts';

const ANONYMOUS = 'anonymous';

// what happened, without a word on who; all else of a context may name a device or a person
const CONTEXT_FIELDS = [
  'app',
  'campaign',
  'consent',
  'library',
  'locale',
  'os',
  'page',
  'screen',
  'timezone',
];

type Data = Readonly<Record<string, unknown>>;

/** The event as the archive may keep it; undefined when it says nothing but who someone is. */
export function anonymousEvent(event: StreamEvent): StreamEvent | undefined {
  if (event.event === undefined) return undefined;
  const { userId: _user, anonymousId: _device, context, ...rest } = event;
  return {
    ...rest,
    context: context === undefined ? undefined : pick(context, CONTEXT_FIELDS),
    flags: [...(event.flags ?? []), ANONYMOUS],
  };
}

/** Whether it lost its identifiers on purpose, and so belongs to no profile. */
export const isAnonymous = ({ flags }: StreamEvent): boolean => flags?.includes(ANONYMOUS) === true;

function pick(data: Data, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.flatMap((field) => (field in data ? [[field, data[field]]] : [])));
}
