import type { StreamEvent } from '../../events/stream-event.ts';
import { isBlockedId } from './blocked-id.ts';
import type { Identifier } from './identifier.ts';
import { externalIds } from './kinds/external-ids.ts';
import { identifierKinds } from './kinds/index.ts';
import type { IdentityRules } from './protection/rules.ts';

/** The identifiers an event carries, each once and in the form that identifies, without those that name nobody. */
export function identifiersOf(
  event: StreamEvent,
  { isBlocked }: Pick<IdentityRules, 'isBlocked'>,
): Identifier[] {
  const distinct = new Map<string, Identifier>();
  for (const { type, value } of [...ownIds(event), ...externalIds(event)])
    if (!isBlockedId(value) && !isBlocked(value)) distinct.set(`${type}:${value}`, { type, value });
  return [...distinct.values()];
}

function ownIds(event: StreamEvent): Identifier[] {
  return identifierKinds.flatMap(({ type, read, normalize }) =>
    read(event).flatMap((found) => {
      const value = normalize(found);
      return value === undefined ? [] : [{ type, value }];
    }),
  );
}
