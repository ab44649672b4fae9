import type { Member, MembershipReader } from './list-members.ts';
import { membershipShards } from './shard.ts';

/**
 * Some members drawn by lot, the same ones as long as they stay: those whose ids have the lowest digests. Ids of one type are
 * listed in that order, so the first of each type in each shard are enough to find them.
 */
export async function sampleMembers(
  reader: MembershipReader,
  segmentId: string,
  size: number,
): Promise<readonly Member[]> {
  const lots = await Promise.all(
    membershipShards.map((shard) => firstOfEachType(reader, segmentId, { shard, size })),
  );
  return lots
    .flat()
    .sort((one, other) => (digestOf(one) < digestOf(other) ? -1 : 1))
    .slice(0, size);
}

async function firstOfEachType(
  reader: MembershipReader,
  segmentId: string,
  { shard, size }: { readonly shard: number; readonly size: number },
): Promise<Member[]> {
  const found: Member[] = [];
  let after: string | undefined;
  for (;;) {
    const { members } = await reader.listShard(segmentId, { shard, after }, size);
    const [first] = members;
    if (first === undefined) return found;
    const type = typeOf(first);
    found.push(...members.filter((member) => typeOf(member) === type));
    after = `${type}${AFTER_COLON}`;
  }
}

// `<type>:<digest>`: the character after the colon is beyond all of the type
const AFTER_COLON = ';';

const typeOf = ({ profileId }: Member): string => profileId.replace(/:.*/, '');
const digestOf = ({ profileId }: Member): string => profileId.slice(profileId.lastIndexOf(':') + 1);
