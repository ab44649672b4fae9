import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import type { Member } from '../../shared/profiles/memberships/list-members.ts';
import { factsOf, type Profile } from '../../shared/profiles/profile.ts';
import type { ProfileStore } from '../../shared/profiles/profile-store.ts';
import { plainTraits } from '../../shared/profiles/traits.ts';
import type { CompiledSegment } from '../../shared/segments/compile.ts';
import { pathReader } from '../../shared/segments/values/property-path.ts';
import { loadCold } from '../profiles/find-root.ts';

export type DescribePorts = {
  readonly profiles: ProfileStore;
  readonly loadRules: () => Promise<LiveRules>;
};

export type MemberQuestion = {
  readonly segment: string;
  /** only those who leave by then if nothing happens, epoch ms */
  readonly leavingBy: number | undefined;
  /** paths of traits to tell of each, such as `address.city` */
  readonly traits: readonly string[];
  readonly now: number;
};

/** `until` is the instant the membership ends if nothing happens; absent when it lasts. */
export type DescribedMember = Member & {
  readonly until?: string | undefined;
  readonly traits?: Readonly<Record<string, unknown>> | undefined;
};

/** What the profiles of listed members tell; of one that was merged away a moment ago, nothing. */
export async function describeMembers(
  { profiles, loadRules }: DescribePorts,
  members: readonly Member[],
  question: MemberQuestion,
): Promise<DescribedMember[]> {
  const ids = members.map(({ profileId }) => profileId);
  const [nodes, { compiled }] = await Promise.all([
    profiles.loadNodes(ids, { consistent: false }),
    loadRules(),
  ]);
  const roots = [...nodes.values()].flatMap((node) => (node.status === 'root' ? [node.profile] : []));
  const segment = compiled.segments.find(({ id }) => id === question.segment);
  const until = new Map(roots.map((root) => [root.id, segment && untilOf(root, segment, question.now)]));
  const traits = await loadTraits(profiles, roots, question.traits);
  return members
    .filter(({ profileId }) => leaves(until.get(profileId), question.leavingBy))
    .map((member) => {
      const ends = until.get(member.profileId);
      const described = { ...member, until: ends === undefined ? undefined : new Date(ends).toISOString() };
      return { ...described, traits: traits.get(member.profileId) };
    });
}

/** Who left by time a moment ago is listed until a wake takes them out, and that moment is what is told of them. */
function untilOf(root: Profile, { evaluate }: CompiledSegment, now: number): number | undefined {
  const facts = factsOf(root);
  const present = evaluate(facts, Math.max(now, root.evaluatedAt));
  const answer = present.holds ? present : evaluate(facts, root.evaluatedAt);
  return answer.holds ? answer.flipsAt : undefined;
}

const leaves = (until: number | undefined, by: number | undefined): boolean =>
  by === undefined || (until !== undefined && until <= by);

async function loadTraits(
  profiles: ProfileStore,
  roots: readonly Profile[],
  wanted: readonly string[],
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  if (wanted.length === 0) return new Map();
  const cold = await loadCold(profiles, roots);
  const readers = wanted.map((path) => ({ path, read: pathReader(path) }));
  const pick = (traits: Record<string, unknown>) =>
    Object.fromEntries(
      readers
        .map(({ path, read }) => [path, read(traits)] as const)
        .filter(([, value]) => value !== undefined),
    );
  return new Map([...cold].map(([id, part]) => [id, pick(plainTraits(part.traits))]));
}
