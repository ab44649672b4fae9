import type { Complaint } from '../../events/common.ts';
import type { Event } from '../../events/event.ts';
import { isBlockedId } from '../identity/blocked-id.ts';

const FIELDS = ['userId', 'anonymousId', 'previousId'] as const;
type Field = (typeof FIELDS)[number];
type Ids = { readonly [Name in Field]?: string | undefined };

/** The ids of an event that name a person, and those that do not: they are kept as data only. */
export type SplitIds = { readonly ids: Ids; readonly blocked: Ids };

export function splitIds(event: Event): SplitIds {
  const given: Ids = event; // only an alias has a previousId
  const split: { readonly [Side in keyof SplitIds]: { [Name in Field]?: string } } = { ids: {}, blocked: {} };
  for (const field of FIELDS) {
    const value = given[field];
    if (value !== undefined) split[isBlockedId(value) ? 'blocked' : 'ids'][field] = value;
  }
  return split;
}

/** Why an event cannot go on without its blocked ids; undefined when enough is left. */
export function refuseBlocked(event: Event, { ids, blocked }: SplitIds): Complaint | undefined {
  const isLink = 'previousId' in event;
  const isSomeone = ids.userId !== undefined || (ids.anonymousId !== undefined && !isLink);
  if (isSomeone && (!isLink || ids.previousId !== undefined)) return undefined;
  const fields = Object.keys(blocked).join(' and ');
  return {
    code: 'blocked_id',
    message: `${fields} names nobody in particular, and the ids left are too few`,
  };
}

export function blockedWarnings({ blocked }: SplitIds): readonly Complaint[] {
  return Object.keys(blocked).map((field) => ({
    code: 'blocked_id',
    message: `${field} names nobody in particular; it is kept as data and is no identifier`,
  }));
}
