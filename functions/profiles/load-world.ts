import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import { oldestPageExpiry } from '../../shared/fold/draft.ts';
import { draftOwning } from '../../shared/fold/fold-state.ts';
import { missingParts } from '../../shared/fold/upgrade.ts';
import type { PreparedEvent, World } from '../../shared/fold/world.ts';
import { linkOf } from '../../shared/identity/node-key.ts';
import { CONSENT_EVENT } from '../../shared/messaging/consent.ts';
import type { ColdPart, Person, Profile } from '../../shared/profiles/profile.ts';
import type { ProfileStore, ReadOptions, TimelineStore } from '../../shared/profiles/profile-store.ts';
import { followPointers, loadCold, type Nodes, rootIn } from './find-root.ts';

type Stores = { readonly profiles: ProfileStore; readonly timeline: TimelineStore };

/**
 * Reads the identity nodes of many events in few requests: the first identifier of each, and the others only where the
 * profile does not know them as its own already.
 */
export async function loadNodes(
  profiles: ProfileStore,
  events: readonly PreparedEvent[],
  options: ReadOptions,
): Promise<Nodes> {
  const nodes: Nodes = new Map();
  const asked = new Set<string>();
  await followPointers(profiles, { nodes, asked, keys: events.map(firstKey), options });
  const unknown = events.filter((event) => !isWhole(nodes, event));
  const keys = unknown.flatMap(({ identifiers }) => identifiers.map(({ key }) => key));
  await followPointers(profiles, { nodes, asked, keys, options });
  return nodes;
}

function firstKey({ identifiers }: PreparedEvent): string {
  const [first] = identifiers;
  if (!first) throw new Error('a prepared event has an identifier');
  return first.key;
}

/** Whether one profile owns every identifier of the event, told by its links alone. */
function isWhole(nodes: Nodes, event: PreparedEvent): boolean {
  const root = rootIn(nodes, firstKey(event));
  return root !== undefined && event.identifiers.every(({ key }) => root.links.has(linkOf(key)));
}

type Input = {
  readonly events: readonly PreparedEvent[];
  readonly roots: readonly Profile[];
  readonly rules: LiveRules;
  readonly now: number;
  /** keys of groups to look at again */
  readonly joined?: readonly string[];
};

/** Adds to the nodes what folding these events needs: cold parts, spilled dedup pages, the history of what is not kept yet, groups. */
export async function completeWorld(stores: Stores, nodes: Nodes, input: Input): Promise<World> {
  const { events, roots, rules, joined = [] } = input;
  const isCold =
    joined.length > 0 || events.some((event) => needsCold(nodes, event)) || roots.some(isOutdated(rules));
  const [cold, pages, history] = await Promise.all([
    isCold ? loadCold(stores.profiles, roots) : new Map<string, ColdPart>(),
    loadEach(roots.filter(hasPages(input.now)), (root) =>
      stores.profiles.loadPages(root.id, oldestPageExpiry(input.now)),
    ),
    loadEach(roots.filter(needsHistory(rules)), (root) => stores.timeline.load(root.heads)),
  ]);
  const asked = rules.compiled.groupTraits.length > 0 ? groupsAsked(input, cold) : [];
  const groups = await stores.profiles.loadGroups(asked);
  return { nodes, cold, pages, history, groups };
}

/** Somebody as these rules have them: what they ask for and the profile does not keep yet is built from its history. Nothing is stored. */
export async function bringUp(
  stores: Stores,
  { profile, cold }: Person,
  { rules, now }: { readonly rules: LiveRules; readonly now: number },
): Promise<Person> {
  const nodes: Nodes = new Map([[profile.id, { status: 'root', profile }]]);
  const world = await completeWorld(stores, nodes, { events: [], roots: [profile], rules, now });
  const fold = { world, context: { ...rules, now }, drafts: new Map(), moved: new Map() };
  const draft = draftOwning(fold, profile.id);
  return draft === undefined ? { profile, cold } : { profile: draft.profile, cold: draft.cold ?? cold };
}

/** The groups that events name, and of profiles that meet new definitions all of them. */
function groupsAsked(
  { events, roots, rules, joined = [] }: Input,
  cold: ReadonlyMap<string, ColdPart>,
): readonly string[] {
  const named = events.flatMap(({ group }) => group?.key ?? []);
  const held = roots.filter(isOutdated(rules)).flatMap(({ id }) => Object.keys(cold.get(id)?.groups ?? {}));
  return [...new Set([...named, ...joined, ...held])];
}

function needsCold(nodes: Nodes, event: PreparedEvent): boolean {
  const { type, traits, event: name } = event.event;
  const isOfCold =
    (type === 'identify' && traits !== undefined) || event.group !== undefined || name === CONSENT_EVENT;
  return isOfCold || !isWhole(nodes, event) || hasNewDevice(nodes, event);
}

function hasNewDevice(nodes: Nodes, event: PreparedEvent): boolean {
  const links = rootIn(nodes, firstKey(event))?.links;
  return event.device !== undefined && !links?.has(event.device.link);
}

const isOutdated = (rules: LiveRules) => (root: Profile) => root.definitions < rules.number;
const hasPages = (now: number) => (root: Profile) => root.seen.spilledUntil * 60_000 > now;
const needsHistory = (rules: LiveRules) => (root: Profile) =>
  isOutdated(rules)(root) && missingParts(root.definitions, rules.compiled) !== undefined;

async function loadEach<Value>(
  roots: readonly Profile[],
  load: (root: Profile) => Promise<Value>,
): Promise<Map<string, Value>> {
  return new Map(await Promise.all(roots.map(async (root) => [root.id, await load(root)] as const)));
}
