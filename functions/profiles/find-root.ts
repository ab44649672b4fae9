import { NotFoundError } from '../../shared/errors.ts';
import { type LoadedNode, rootKeyOf } from '../../shared/fold/world.ts';
import { type ColdPart, emptyColdPart, type Person, type Profile } from '../../shared/profiles/profile.ts';
import type { ProfileStore, ReadOptions } from '../../shared/profiles/profile-store.ts';

export type Nodes = Map<string, LoadedNode>;

type Walk = {
  readonly nodes: Nodes;
  /** keys that were read before; grows with the walk */
  readonly asked: Set<string>;
  readonly keys: readonly string[];
  readonly options: ReadOptions;
};

/** Reads the nodes of the keys, and of whatever they point to, into `nodes`. */
export async function followPointers(
  profiles: ProfileStore,
  { nodes, asked, keys, options }: Walk,
): Promise<void> {
  let wanted = [...new Set(keys)].filter((key) => !asked.has(key));
  while (wanted.length > 0) {
    for (const key of wanted) asked.add(key);
    const loaded = await profiles.loadNodes(wanted, options);
    for (const [key, node] of loaded) nodes.set(key, node);
    const next = [...loaded.values()].flatMap((node) => (node.status === 'pointer' ? [node.to] : []));
    wanted = [...new Set(next)].filter((key) => !asked.has(key));
  }
}

/** The profile behind a key, among nodes that were read. */
export function rootIn(nodes: ReadonlyMap<string, LoadedNode>, key: string): Profile | undefined {
  const node = nodes.get(rootKeyOf(nodes, key) ?? '');
  return node?.status === 'root' ? node.profile : undefined;
}

/** What stands at the end of the way from any profile id, read exactly: a root, a tombstone, or nothing. */
export async function findEnd(profiles: ProfileStore, key: string): Promise<LoadedNode | undefined> {
  const nodes: Nodes = new Map();
  await followPointers(profiles, { nodes, asked: new Set(), keys: [key], options: { consistent: true } });
  return nodes.get(rootKeyOf(nodes, key) ?? '');
}

/** The root behind any profile id, read exactly, following merges. */
export async function findRoot(
  { profiles }: { readonly profiles: ProfileStore },
  key: string,
): Promise<Profile | undefined> {
  const node = await findEnd(profiles, key);
  return node?.status === 'root' ? node.profile : undefined;
}

/** The cold parts of profiles by id, read exactly: one older than its root would lose traits. */
export async function loadCold(
  profiles: ProfileStore,
  roots: readonly Profile[],
): Promise<Map<string, ColdPart>> {
  const apart = roots.filter(({ coldVersion }) => coldVersion > 0).map(({ id }) => id);
  const loaded = new Map(await profiles.loadCold(apart, { consistent: true }));
  for (const { id, cold } of roots) if (cold) loaded.set(id, cold);
  return loaded;
}

/** The cold part of one profile. */
export async function coldOf(profiles: ProfileStore, root: Profile): Promise<ColdPart> {
  return (await loadCold(profiles, [root])).get(root.id) ?? emptyColdPart();
}

/** The person behind any profile id, read exactly. */
export async function findPerson(
  { profiles }: { readonly profiles: ProfileStore },
  key: string,
): Promise<Person | undefined> {
  const profile = await findRoot({ profiles }, key);
  if (profile === undefined) return undefined;
  return { profile, cold: await coldOf(profiles, profile) };
}

/** The same of somebody who must be there: throws NotFoundError when nobody has the id. */
export async function requirePerson(
  ports: { readonly profiles: ProfileStore },
  key: string,
): Promise<Person> {
  const person = await findPerson(ports, key);
  if (person === undefined) throw new NotFoundError('no profile has this id');
  return person;
}
