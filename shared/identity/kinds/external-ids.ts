import type { IdentifiedEvent } from '../identified-event.ts';
import type { Identifier } from '../identifier.ts';
import { normalizeIdentifier } from './index.ts';
import { fieldOf, readContext } from './read-context.ts';

// each costs a read and a write when it is new, and all must fit one transaction
const MOST_IDS = 20;
// a colon ends the type in a node's key
const TYPE_NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/** What a site names itself in `context.externalIds`: `{ id, type, collection: "users", encoding: "none" }`. */
export function externalIds(event: IdentifiedEvent): Identifier[] {
  const listed = readContext(event, 'externalIds');
  if (!Array.isArray(listed)) return [];
  return listed.slice(0, MOST_IDS).flatMap((entry: unknown) => {
    const type = fieldOf(entry, 'type');
    if (typeof type !== 'string' || !TYPE_NAME.test(type) || !isPerson(entry)) return [];
    const value = normalizeIdentifier(type, fieldOf(entry, 'id'));
    return value === undefined ? [] : [{ type, value }];
  });
}

/** Other collections are of accounts, and an encoded id is not the one that other events carry. */
function isPerson(entry: unknown): boolean {
  const collection = fieldOf(entry, 'collection') ?? 'users';
  const encoding = fieldOf(entry, 'encoding') ?? 'none';
  return collection === 'users' && encoding === 'none';
}
