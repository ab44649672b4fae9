import type { StreamEvent } from '../../events/stream-event.ts';
import { isBlockedId } from './blocked-id.ts';
import { normalizeEmail } from './email.ts';
import type { Identifier } from './identifier.ts';

/**
 * The identifiers an event carries, each once. Emails come from `traits` and `context.traits` only; the `previousId` of an
 * alias is an anonymous id. `blocked` adds the workspace's own values that name nobody.
 */
export function identifiersOf(event: StreamEvent, blocked: readonly string[]): Identifier[] {
  const candidates = [
    { type: 'user_id', value: event.userId },
    { type: 'anonymous_id', value: event.anonymousId },
    { type: 'anonymous_id', value: event.previousId },
    { type: 'email', value: normalizeEmail(event.traits?.email) },
    { type: 'email', value: normalizeEmail(contextTraits(event)?.email) },
  ];
  const distinct = new Map<string, Identifier>();
  for (const { type, value } of candidates) {
    if (value === undefined || isBlockedId(value) || blocked.includes(value)) continue;
    distinct.set(`${type}:${value}`, { type, value });
  }
  return [...distinct.values()];
}

function contextTraits(event: StreamEvent): Record<string, unknown> | undefined {
  const traits = event.context?.traits;
  const isObject = typeof traits === 'object' && traits !== null && !Array.isArray(traits);
  return isObject ? Object.fromEntries(Object.entries(traits)) : undefined;
}
