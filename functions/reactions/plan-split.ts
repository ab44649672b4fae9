import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { oldestPageExpiry } from '../../shared/fold/draft.ts';
import { mergePath, priorsOf } from '../../shared/fold/merging/merge-path.ts';
import type { MergeStore, StoredMerges } from '../../shared/fold/merging/merge-store.ts';
import { type PriorState, UNDO_DAYS } from '../../shared/fold/merging/prior-states.ts';
import { decideSplit, type Split } from '../../shared/fold/merging/split.ts';
import { prepareEvent } from '../../shared/fold/prepare-event.ts';
import { missingParts } from '../../shared/fold/upgrade.ts';
import type { PreparedEvent } from '../../shared/fold/world.ts';
import type { Identifier } from '../../shared/identity/identifier.ts';
import { type IdentityKey, nodeKey } from '../../shared/identity/node-key.ts';
import type { Group } from '../../shared/profiles/belonging/group.ts';
import { absorbedIn } from '../../shared/profiles/profile.ts';
import type {
  ProfileStore,
  TimelineEvent,
  TimelineReader,
  TimelineStore,
} from '../../shared/profiles/profile-store.ts';
import { chunksSince, type Stretch } from '../../shared/profiles/timeline/chunks-since.ts';
import { followPointers, type Nodes, requirePerson } from '../profiles/find-root.ts';

export type SplitPorts = {
  readonly profiles: ProfileStore;
  readonly timeline: Pick<TimelineStore, 'load'> & TimelineReader;
  readonly merges: MergeStore;
  loadRules(): Promise<LiveRules>;
  loadIdentityKey(): Promise<IdentityKey>;
};

/** Which profile is to be split off which one. */
export type SplitRequest = { readonly profileId: string; readonly absorbed: string };

export type SplitPlan = Split & {
  readonly rules: LiveRules;
  readonly groups: ReadonlyMap<string, Group>;
  /** what was kept of the merges that this undoes */
  readonly undone: readonly StoredMerges[];
  readonly events: number;
  /** the chunks that were folded anew, and the version of the profile they are of */
  readonly since: Stretch;
  readonly version: number;
};

// folded in one call, and stored before one transaction
const MOST_EVENTS = 20_000;
const EXACT = { consistent: true };

/** What a split would make of a profile as it is now. Throws InvalidInputError when it cannot be split so. */
export async function planSplit(ports: SplitPorts, request: SplitRequest, now: number): Promise<SplitPlan> {
  const merged = await findMerged(ports, request.profileId, now);
  // the fold changes what it is given
  const { version } = merged.profile;
  const ids = absorbedIn(merged.cold.mergeLog);
  if (!ids.includes(request.absorbed))
    throw new InvalidInputError(
      'not_absorbed',
      `profile ${request.absorbed} is not part of ${merged.profile.id}`,
      { allowed: ids },
    );
  const stored = await ports.merges.loadMerges([merged.profile.id, ...ids]);
  const kept = stored.filter(({ expiresAt }) => expiresAt * 1_000 > now);
  const path = mergePath(
    kept.flatMap(({ merges }) => merges),
    request.absorbed,
  );
  if (path === undefined) throw notKept(request.absorbed);
  const undone = kept.filter(({ merges }) => merges.some((merge) => path.includes(merge)));
  const otherMerges = undone.flatMap(({ merges }) => merges).filter((merge) => !path.includes(merge));
  const priors = priorsOf(path);
  const [rules, secret] = await Promise.all([ports.loadRules(), ports.loadIdentityKey()]);
  const keyOf = ({ type, value }: Identifier) => nodeKey(secret, type, value);
  const own = new Set([...merged.cold.identifiers.map(keyOf), merged.profile.id, ...ids]);
  const prepare = (event: TimelineEvent) =>
    preparedAgain(event, { own, rules, secret, survivor: path[0].survivor.id });
  const since = { heads: merged.profile.heads, until: priors.flatMap(({ profile }) => profile.heads) };
  const events = await loadSince(ports, since);
  const groups = await ports.profiles.loadGroups(Object.keys(merged.cold.groups));
  const split = decideSplit(
    {
      merged: { ...merged, nodes: await loadNodes(ports, merged.cold.identifiers.map(keyOf)) },
      path,
      otherMerges,
      events: events.map(prepare),
      groups,
      history: await loadHistory(ports, priors, rules),
      keyOf,
    },
    { ...rules, now },
  );
  return { ...split, rules, groups, undone, events: events.length, since, version };
}

async function findMerged({ profiles }: SplitPorts, id: string, now: number) {
  const person = await requirePerson({ profiles }, id);
  return { ...person, pages: await profiles.loadPages(person.profile.id, oldestPageExpiry(now)) };
}

const notKept = (absorbed: string): InvalidInputError =>
  new InvalidInputError(
    'not_kept',
    `what the merge with ${absorbed} could be undone from is not kept; it is for ${UNDO_DAYS} days, unless it was too large`,
  );

async function loadSince({ timeline }: SplitPorts, since: Stretch): Promise<readonly TimelineEvent[]> {
  const { chunks, isWhole } = await chunksSince(timeline, since);
  const events = chunks.flatMap((chunk) => chunk.events);
  if (!isWhole)
    throw new InvalidInputError('not_kept', 'not all events since the merge are in the timeline any more');
  if (events.length > MOST_EVENTS)
    throw new InvalidInputError('too_large', `${events.length} events came since the merge`, {
      allowed: MOST_EVENTS,
    });
  return events;
}

type Again = {
  /** keys of all identifiers of the merged profile, and ids of who is in it */
  readonly own: ReadonlySet<string>;
  readonly rules: LiveRules;
  readonly secret: IdentityKey;
  readonly survivor: string;
};

/** An event as it is placed again: by identifiers that the profile owns, not by those that limits or another split kept out. */
function preparedAgain(event: TimelineEvent, { own, rules, secret, survivor }: Again): PreparedEvent {
  // what is blocked since then was part of the profile
  const unblocked = { ...rules.rules, isBlocked: () => false };
  const prepared = prepareEvent(event, { identityKey: secret, rules: unblocked });
  if (!prepared) throw new Error(`event ${event.messageId} of the timeline names nobody`);
  const identifiers = prepared.identifiers.filter(({ key }) => own.has(key));
  const itself = { type: 'profile_id', value: survivor, key: survivor };
  return { ...prepared, identifiers: identifiers.length > 0 ? identifiers : [itself] };
}

async function loadNodes({ profiles }: SplitPorts, keys: readonly string[]): Promise<Nodes> {
  const nodes: Nodes = new Map();
  await followPointers(profiles, { nodes, asked: new Set(), keys, options: EXACT });
  return nodes;
}

/** What profiles of older definitions must be brought up to date from. */
async function loadHistory({ timeline }: SplitPorts, priors: readonly PriorState[], rules: LiveRules) {
  const outdated = priors.filter(
    ({ profile }) => missingParts(profile.definitions, rules.compiled) !== undefined,
  );
  const loaded = outdated.map(
    async ({ profile: { id, heads } }) => [id, await timeline.load(heads)] as const,
  );
  return new Map(await Promise.all(loaded));
}
