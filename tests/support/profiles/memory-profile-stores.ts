import type { StreamEvent } from '../../../events/stream-event.ts';
import type { ProfileWrite } from '../../../shared/fold/draft.ts';
import type { MergeStore, StoredMerges } from '../../../shared/fold/merging/merge-store.ts';
import { type KeptMerges, readMerges } from '../../../shared/fold/merging/prior-states.ts';
import type { LoadedNode, SeenPage } from '../../../shared/fold/world.ts';
import {
  decodeGroup,
  encodeGroup,
  type Group,
  type GroupWrite,
} from '../../../shared/profiles/belonging/group.ts';
import type { FlatItem } from '../../../shared/profiles/codec/flat-item.ts';
import { decodeHot, encodeHot } from '../../../shared/profiles/codec/hot-codec.ts';
import { decodeNode, encodePointer, encodeTombstone } from '../../../shared/profiles/codec/node-item.ts';
import { tombstoneOf } from '../../../shared/profiles/jobs/tombstone.ts';
import { shardOf } from '../../../shared/profiles/memberships/shard.ts';
import type { ColdPart, Profile } from '../../../shared/profiles/profile.ts';
import type {
  Erasure,
  GroupMembers,
  LinkedChunk,
  ProfileEraser,
  ProfileStore,
  RootPage,
  RootScan,
  RootShard,
  TimelineReader,
  TimelineStore,
  TimerStore,
} from '../../../shared/profiles/profile-store.ts';

// few, so that tests turn pages
const SCAN_PAGE = 3;

type StoredChunk = { readonly events: readonly StreamEvent[]; readonly previous: readonly string[] };

/** The profile ports in memory, with the same checks and the same codec as the DynamoDB adapters, and counters of what was written. */
export class MemoryProfileStores
  implements
    ProfileStore,
    ProfileEraser,
    GroupMembers,
    MergeStore,
    RootScan,
    TimelineStore,
    TimelineReader,
    TimerStore
{
  readonly nodes = new Map<string, FlatItem>();
  readonly cold = new Map<string, { version: number; body: string }>();
  readonly groups = new Map<string, FlatItem>();
  readonly members = new Map<string, Set<string>>();
  readonly pages = new Map<string, SeenPage[]>();
  readonly chunks = new Map<string, StoredChunk>();
  readonly merges = new Map<string, StoredMerges>();
  readonly timers = new Map<number, Set<string>>();
  readonly saved: ProfileWrite[] = [];
  /** called before each save, so that a test can let another writer in */
  beforeSave: (write: ProfileWrite) => void = () => {};

  async loadNodes(keys: readonly string[]): Promise<Map<string, LoadedNode>> {
    const loaded = new Map<string, LoadedNode>();
    for (const key of keys) {
      const stored = this.nodes.get(key);
      if (stored) loaded.set(key, decodeNode(key, stored));
    }
    return loaded;
  }

  async scanRoots({ shard, of }: RootShard, cursor = ''): Promise<RootPage> {
    const keys = [...this.nodes.keys()].filter((key) => shardOf(key, of) === shard && key > cursor).sort();
    const page = keys.slice(0, SCAN_PAGE);
    const roots = page.flatMap((key) => {
      const stored = this.nodes.get(key);
      return stored?.hot === undefined ? [] : [decodeHot(key, stored)];
    });
    return { roots, cursor: keys.length > SCAN_PAGE ? page.at(-1) : undefined };
  }

  async loadCold(ids: readonly string[]): Promise<Map<string, ColdPart>> {
    const loaded = new Map<string, ColdPart>();
    for (const id of ids) {
      const stored = this.cold.get(id);
      if (stored) loaded.set(id, { ...JSON.parse(stored.body), version: stored.version });
    }
    return loaded;
  }

  async loadPages(id: string, since: number): Promise<SeenPage[]> {
    return (this.pages.get(id) ?? []).filter(({ expiresAt }) => expiresAt >= since);
  }

  async loadGroups(keys: readonly string[]): Promise<Map<string, Group>> {
    return new Map(keys.map((key) => [key, decodeGroup(this.groups.get(key))]));
  }

  async saveGroup(write: GroupWrite): Promise<'saved' | 'conflict'> {
    const stored = Number(this.groups.get(write.key)?.version ?? 0);
    if (stored !== write.group.version - 1) return 'conflict';
    this.groups.set(write.key, encodeGroup(write));
    return 'saved';
  }

  async *list(key: string): AsyncGenerator<readonly string[]> {
    yield [...(this.members.get(key) ?? [])].sort();
  }

  async save(write: ProfileWrite): Promise<'saved' | 'conflict'> {
    this.beforeSave(write);
    if (!this.#holds(write)) return 'conflict';
    this.#put(write);
    return 'saved';
  }

  async loadMerges(ids: readonly string[]): Promise<StoredMerges[]> {
    return [...this.merges.values()].filter(({ profileId }) => ids.includes(profileId));
  }

  async saveSplit(
    writes: readonly ProfileWrite[],
    undone: readonly StoredMerges[],
  ): Promise<'saved' | 'conflict'> {
    for (const write of writes) this.beforeSave(write);
    if (!writes.every((write) => this.#holds(write))) return 'conflict';
    for (const write of writes) this.#put(write);
    for (const { parts } of undone) for (const part of parts) this.merges.delete(part);
    return 'saved';
  }

  #put(write: ProfileWrite): void {
    const { profile, cold, pointers, absorbed, repointed, pages } = write;
    this.nodes.set(profile.id, encodeHot(profile));
    if (cold) this.cold.set(profile.id, { version: cold.part.version, body: JSON.stringify(cold.part) });
    for (const key of pointers) this.nodes.set(key, encodePointer(profile.id));
    for (const { key, erasedAt } of repointed) this.nodes.set(key, encodePointer(profile.id, erasedAt));
    for (const { id, erasedAt } of absorbed) {
      this.nodes.set(id, encodePointer(profile.id, erasedAt));
      this.cold.delete(id);
    }
    if (pages.length > 0) this.pages.set(profile.id, [...(this.pages.get(profile.id) ?? []), ...pages]);
    for (const key of write.joined)
      this.members.set(key, (this.members.get(key) ?? new Set()).add(profile.id));
    for (const { key, profileId } of write.left) this.members.get(key)?.delete(profileId);
    if (write.merges) this.#keepMerges(profile, write.merges);
    this.saved.push(write);
  }

  async erase({ profile, erasedAt, pointers }: Erasure): Promise<'saved' | 'conflict'> {
    const isSame =
      this.nodes.get(profile.id)?.version === profile.version &&
      pointers.every(({ key, to }) => this.nodes.get(key)?.to === to);
    if (!isSame) return 'conflict';
    const tombstone = encodeTombstone(tombstoneOf(profile, erasedAt));
    for (const key of [profile.id, ...pointers.map((pointer) => pointer.key)]) this.nodes.set(key, tombstone);
    this.cold.delete(profile.id);
    return 'saved';
  }

  #keepMerges({ id: profileId, version }: Profile, { slices, expiresAt }: KeptMerges): void {
    const part = `${profileId}#${version}`;
    this.merges.set(part, { profileId, parts: [part], merges: readMerges(slices), expiresAt });
  }

  #holds({
    profile,
    expectedVersion,
    pointedTo,
    cold,
    pointers,
    absorbed,
    repointed,
  }: ProfileWrite): boolean {
    const hotVersion = (key: string) => {
      const stored = this.nodes.get(key);
      return stored === undefined ? 0 : 'to' in stored ? Number.NaN : Number(stored.version);
    };
    const coldVersion = (id: string) => this.cold.get(id)?.version ?? 0;
    return (
      (pointedTo === undefined
        ? hotVersion(profile.id) === expectedVersion
        : this.nodes.get(profile.id)?.to === pointedTo) &&
      (!cold || coldVersion(profile.id) === cold.expectedVersion) &&
      pointers.every((key) => !this.nodes.has(key)) &&
      repointed.every(({ key, from }) => this.nodes.get(key)?.to === from) &&
      absorbed.every(
        (other) => hotVersion(other.id) === other.version && coldVersion(other.id) === other.coldVersion,
      )
    );
  }

  async append({ profile, events, previousHeads }: ProfileWrite): Promise<string> {
    const head = `${profile.id}|${profile.version}#${events.map((event) => event.messageId).join('+')}`;
    this.chunks.set(head, { events, previous: previousHeads });
    return head;
  }

  async load(heads: readonly string[]): Promise<StreamEvent[]> {
    const reached = new Set<string>();
    const events: StreamEvent[] = [];
    const frontier = [...heads];
    for (let head = frontier.pop(); head !== undefined; head = frontier.pop()) {
      const chunk = this.chunks.get(head);
      if (!chunk || reached.has(head)) continue;
      reached.add(head);
      events.push(...chunk.events);
      frontier.push(...chunk.previous);
    }
    return events.sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  }

  async loadChunk(head: string): Promise<StreamEvent[]> {
    return [...(this.chunks.get(head)?.events ?? [])];
  }

  async loadBack(head: string): Promise<LinkedChunk[]> {
    const chunk = this.chunks.get(head);
    return chunk ? [{ head, ...chunk }] : [];
  }

  async arm(minute: number, profileId: string): Promise<void> {
    this.timers.set(minute, (this.timers.get(minute) ?? new Set()).add(profileId));
  }

  async due(minute: number): Promise<string[]> {
    return [...(this.timers.get(minute) ?? [])];
  }
}
