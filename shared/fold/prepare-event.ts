import type { StreamEvent } from '../../events/stream-event.ts';
import { identifiersOf } from '../identity/identifiers-of.ts';
import { type IdentityKey, linkOf, nodeKey } from '../identity/node-key.ts';
import { compareTypes, type IdentityRules } from '../identity/rules.ts';
import { seenId } from '../profiles/codec/seen.ts';
import type { PreparedEvent } from './world.ts';

// APNs tokens have 64 to 200 characters, FCM's up to some hundreds
const LONGEST_TOKEN = 1_000;

type Preparation = {
  readonly identityKey: IdentityKey;
  readonly rules: IdentityRules;
  /** values of the workspace that never name a person, besides the built-in ones */
  readonly blocked: readonly string[];
};

/** Hashes an event's identifiers and message; undefined when nothing in it names a person. */
export function prepareEvent(event: StreamEvent, preparation: Preparation): PreparedEvent | undefined {
  const identifiers = keyedIdentifiers(event, preparation);
  if (identifiers.length === 0) return undefined;
  return {
    event,
    at: Date.parse(event.timestamp),
    seenId: seenId(preparation.identityKey, event.source.id, event.messageId),
    identifiers,
    device: deviceOf(event, preparation.identityKey),
  };
}

function deviceOf({ context }: StreamEvent, identityKey: IdentityKey): PreparedEvent['device'] {
  const device = context?.device;
  if (typeof device !== 'object' || device === null || !('token' in device)) return undefined;
  const { token } = device;
  if (typeof token !== 'string' || token.length === 0 || token.length > LONGEST_TOKEN) return undefined;
  return { token, link: linkOf(nodeKey(identityKey, 'push_token', token)) };
}

function keyedIdentifiers(event: StreamEvent, { identityKey, rules, blocked }: Preparation) {
  // a platform event names its profile by key, which is no identifier a source could send
  if (event.profileId !== undefined && event.source.kind === 'platform')
    return [{ type: 'profile_id', value: event.profileId, key: event.profileId }];
  return identifiersOf(event, blocked)
    .map((identifier) => ({ ...identifier, key: nodeKey(identityKey, identifier.type, identifier.value) }))
    .sort((a, b) => compareTypes(rules, a.type, b.type));
}
