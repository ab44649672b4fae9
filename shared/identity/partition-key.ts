import type { StreamEvent } from '../../events/stream-event.ts';
import { type IdentityKey, nodeKey } from './node-key.ts';

/** Keeps the events of one person in order on one shard: by profile, else by user, else by anonymous id. Anonymous ones spread. */
export function partitionKey(identityKey: IdentityKey, event: StreamEvent): string {
  const node = event.profileId ?? identifierKey(identityKey, event);
  return node.slice(node.indexOf(':') + 1);
}

function identifierKey(identityKey: IdentityKey, event: StreamEvent): string {
  if (event.userId !== undefined) return nodeKey(identityKey, 'user_id', event.userId);
  return nodeKey(identityKey, 'anonymous_id', event.anonymousId ?? event.messageId);
}
