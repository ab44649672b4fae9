import type { StreamEvent } from '../../events/stream-event.ts';
import { isBlockedId } from '../identity/blocked-id.ts';
import { identifiersOf } from '../identity/identifiers-of.ts';
import { pushToken } from '../identity/kinds/device.ts';
import { groupKey, type IdentityKey, linkOf, nodeKey } from '../identity/node-key.ts';
import type { IdentityRules } from '../identity/protection/rules.ts';
import { seenId } from '../profiles/codec/seen.ts';
import type { PreparedEvent } from './world.ts';

type Preparation = {
  readonly identityKey: IdentityKey;
  readonly rules: IdentityRules;
};

/** Hashes an event's identifiers and message; undefined when nothing in it names a person. */
export function prepareEvent(event: StreamEvent, preparation: Preparation): PreparedEvent | undefined {
  const identifiers = keyedIdentifiers(event, preparation);
  if (identifiers.length === 0) return undefined;
  return {
    event,
    at: Date.parse(event.timestamp),
    seenId: seenIdOf(event, preparation.identityKey),
    identifiers,
    device: deviceOf(event, preparation.identityKey),
    group: groupOf(event, preparation.identityKey),
  };
}

/** The short form of the message under which profiles know an event and stamp what it set. */
export function seenIdOf(event: StreamEvent, identityKey: IdentityKey): string {
  const { source, messageId } = event;
  return seenId(identityKey, { sourceId: source.id, messageId, content: contentOf(event) });
}

// times and context may differ when an SDK sends an event again; what the platform tells is one fact, however it is told
function contentOf({ source, type, event, properties, traits, ...ids }: StreamEvent): string {
  if (source.kind === 'platform') return '';
  const { userId, anonymousId, previousId, groupId } = ids;
  return JSON.stringify([type, event, userId, anonymousId, previousId, groupId, properties, traits]);
}

function deviceOf(event: StreamEvent, identityKey: IdentityKey): PreparedEvent['device'] {
  const token = pushToken(event);
  return token === undefined ? undefined : { token, link: linkOf(nodeKey(identityKey, 'push_token', token)) };
}

// ids that name nobody in particular name no group either
function groupOf(event: StreamEvent, identityKey: IdentityKey): PreparedEvent['group'] {
  const id = groupIdIn(event);
  return id === undefined || isBlockedId(id) ? undefined : { id, key: groupKey(identityKey, id) };
}

/** The group someone joins, or whose change a member is told. */
function groupIdIn({ type, groupId, source, event, properties }: StreamEvent): string | undefined {
  if (type === 'group') return groupId;
  return source.kind === 'platform' && event === 'Group Changed' ? String(properties?.group) : undefined;
}

function keyedIdentifiers(event: StreamEvent, { identityKey, rules }: Preparation) {
  // a platform event names its profile by key, which is no identifier a source could send
  if (event.profileId !== undefined && event.source.kind === 'platform')
    return [{ type: 'profile_id', value: event.profileId, key: event.profileId }];
  return identifiersOf(event, rules)
    .map((identifier) => ({ ...identifier, key: nodeKey(identityKey, identifier.type, identifier.value) }))
    .sort((a, b) => rules.compareTypes(a.type, b.type));
}
