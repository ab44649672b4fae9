import { rootKeyOf } from '../../shared/fold/world.ts';
import { type IdentityKey, nodeKey } from '../../shared/identity/node-key.ts';
import type { Person } from '../../shared/profiles/jobs/person.ts';
import { tombstoneOf } from '../../shared/profiles/jobs/tombstone.ts';
import { absorbedIn, type ColdPart, type Profile } from '../../shared/profiles/profile.ts';
import type { Erasure, ProfileStore } from '../../shared/profiles/profile-store.ts';
import { followPointers, type Nodes, requirePerson } from '../profiles/find-root.ts';

export type PersonPorts = {
  readonly profiles: ProfileStore;
  loadIdentityKey(): Promise<IdentityKey>;
};

/** Everything that an erasure at this instant must know, read exactly; throws NotFoundError when nobody has the id. */
export async function readPerson(ports: PersonPorts, profileId: string, now: Date): Promise<Person> {
  const { profile, cold } = await requirePerson(ports, profileId);
  return personOf(profile, cold, { identityKey: await ports.loadIdentityKey(), now });
}

type Context = { readonly identityKey: IdentityKey; readonly now: Date };

function personOf(root: Profile, cold: ColdPart, { identityKey, now }: Context): Person {
  const ids = [...new Set([root.id, ...absorbedIn(cold.mergeLog)])];
  const nodes = cold.identifiers.map(({ type, value }) => nodeKey(identityKey, type, value));
  const erasedAt = now.getTime();
  return {
    ids,
    keys: [...new Set([...ids, ...nodes])],
    version: root.version,
    effectNumber: tombstoneOf(root, erasedAt).effectNumber,
    erasedAt,
    firstSeen: Math.min(root.firstSeen, root.createdAt),
    timerMinute: root.armedMinute,
    segments: [...root.memberships.keys()],
    groups: Object.keys(cold.groups),
    runs: [...root.journeys].map(([journeyId, { entryId }]) => ({ journeyId, entryId })),
  };
}

/** The root and the pointers to it as they stand; undefined when the profile moved on since the person was read. */
export async function readErasure(
  { profiles }: PersonPorts,
  { ids: [id = ''], keys, version, erasedAt }: Person,
): Promise<Erasure | undefined> {
  const nodes: Nodes = new Map();
  await followPointers(profiles, { nodes, asked: new Set(), keys, options: { consistent: true } });
  const root = nodes.get(id);
  if (root?.status !== 'root' || root.profile.version !== version) return undefined;
  const pointers = keys.flatMap((key) => {
    const node = nodes.get(key);
    return node?.status === 'pointer' && rootKeyOf(nodes, key) === id ? [{ key, to: node.to }] : [];
  });
  return { profile: root.profile, erasedAt, pointers };
}
