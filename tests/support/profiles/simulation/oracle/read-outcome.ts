import { type StreamEvent, streamEventSchema } from '../../../../../events/stream-event.ts';
import { fromAttributes } from '../../../../../functions/aws/dynamo-items.ts';
import { loadCold } from '../../../../../functions/profiles/find-root.ts';
import type { LiveRules } from '../../../../../shared/definitions/live-rules.ts';
import type { ColdPart, Profile } from '../../../../../shared/profiles/profile.ts';
import type { SimulatedCloud } from '../engine/simulated-cloud.ts';

/** One person as stored: the root, its cold part, and every event its chunks hold, each as often as it stands there. */
export type StoredPerson = {
  readonly profile: Profile;
  readonly cold: ColdPart;
  readonly chain: readonly StreamEvent[];
  /** every profile id that leads to this one */
  readonly ids: ReadonlySet<string>;
};
type Row = Readonly<Record<string, string | number | Uint8Array>>;

/** What is left of a simulation. */
export type Outcome = {
  readonly rules: LiveRules;
  readonly now: number;
  /** every event that is on the stream, once */
  readonly accepted: ReadonlyMap<string, StreamEvent>;
  readonly spoilt: number;
  readonly people: readonly StoredPerson[];
  readonly failed: readonly Row[];
  readonly memberships: readonly Row[];
  readonly runs: readonly Row[];
  readonly started: ReadonlySet<string>;
  readonly lostPointers: readonly string[];
};

export const nameOf = ({ source, messageId }: Pick<StreamEvent, 'source' | 'messageId'>): string =>
  `${source.id} ${messageId}`;

export async function readOutcome(cloud: SimulatedCloud): Promise<Outcome> {
  const rows = (table: string): Row[] => cloud.dynamo.table(table).items().map(fromAttributesOf);
  const records = cloud.stream.shards.flat().map(({ data }) => Buffer.from(data, 'base64').toString());
  const events = records.flatMap((text) => parseEvent(text) ?? []);
  return {
    rules: await cloud.calm.loadRules(),
    now: cloud.now,
    accepted: new Map(events.map((event) => [nameOf(event), event])),
    spoilt: records.filter((text) => parseEvent(text) === undefined).length,
    ...(await readPeople(cloud)),
    failed: rows('FailedEvents'),
    memberships: rows('Memberships'),
    runs: rows('Journeys'),
    started: cloud.executions.started,
  };
}

// the simulated table holds what the SDK wrote: bytes as base64
const fromAttributesOf = (item: Record<string, object>): Row =>
  fromAttributes(item as Parameters<typeof fromAttributes>[0]);

function parseEvent(text: string): StreamEvent | undefined {
  try {
    return streamEventSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON
  }
}

async function readPeople({
  calm,
  dynamo,
}: SimulatedCloud): Promise<Pick<Outcome, 'people' | 'lostPointers'>> {
  // what groups are stored under leads to nobody
  const keys = dynamo
    .table('Profiles')
    .partitionKeys()
    .filter((key) => !key.startsWith('group::'));
  const nodes = await calm.profiles.loadNodes(keys, { consistent: true });
  const roots = [...nodes.values()].flatMap((node) => (node.status === 'root' ? node.profile : []));
  const cold = await loadCold(calm.profiles, roots);
  const rootOf = (key: string, hops = 0): string | undefined => {
    const node = nodes.get(key);
    if (node === undefined || hops > nodes.size) return undefined;
    return node.status === 'pointer' ? rootOf(node.to, hops + 1) : key;
  };
  const people = roots.map(async (profile): Promise<StoredPerson> => {
    const part = cold.get(profile.id);
    if (!part) throw new Error(`the root ${profile.id} has no cold part`);
    const ids = new Set(keys.filter((key) => rootOf(key) === profile.id));
    return { profile, cold: part, ids, chain: await readChain({ calm, dynamo }, profile.heads) };
  });
  return { people: await Promise.all(people), lostPointers: keys.filter((key) => rootOf(key) === undefined) };
}

/** Unlike the timeline's own reader this one keeps what stands in several chunks. */
async function readChain(
  { calm, dynamo }: Pick<SimulatedCloud, 'calm' | 'dynamo'>,
  heads: readonly string[],
): Promise<StreamEvent[]> {
  const reached = new Set<string>();
  const events: StreamEvent[] = [];
  const frontier = [...heads];
  for (let head = frontier.pop(); head !== undefined; head = frontier.pop()) {
    if (reached.has(head)) continue;
    reached.add(head);
    const [profileId = '', chunk = ''] = head.split('|');
    const item = dynamo.table('Timeline').get({ profileId: { S: profileId }, chunk: { S: chunk } });
    if (!item) throw new Error(`the chunk ${head} does not exist`);
    events.push(...(await calm.timeline.loadChunk(head)));
    frontier.push(...(item.previous?.S ?? '').split(' ').filter(Boolean));
  }
  return events;
}
