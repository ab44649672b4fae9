import { MEMBERSHIP_SHARDS, membershipShards } from './shard.ts';

export type Member = { readonly profileId: string; readonly since: string; readonly entry: number };

/** How far a listing has come: members of `shard` up to `after` are behind it. */
export type MemberPosition = { readonly shard: number; readonly after?: string | undefined };

export type MembershipReader = {
  /** at most `limit` members; `after` is set when the shard holds more */
  listShard(
    segmentId: string,
    position: MemberPosition,
    limit: number,
  ): Promise<{ readonly members: readonly Member[]; readonly after: string | undefined }>;
  /** how many one read finds, about 8,000 at most; `after` is set when the shard holds more */
  countShard(
    segmentId: string,
    position: MemberPosition,
  ): Promise<{ readonly count: number; readonly after: string | undefined }>;
};

export type MemberPage = { readonly members: readonly Member[]; readonly next: MemberPosition | undefined };

/** One page of a segment's members: shard by shard, so it costs what it lists. */
export async function listMembers(
  reader: MembershipReader,
  segmentId: string,
  page: { readonly from: MemberPosition; readonly limit: number },
): Promise<MemberPage> {
  const members: Member[] = [];
  let position: MemberPosition | undefined = page.from;
  while (position !== undefined && members.length < page.limit) {
    const { shard }: MemberPosition = position;
    const found = await reader.listShard(segmentId, position, page.limit - members.length);
    members.push(...found.members);
    position = found.after === undefined ? nextShard(shard) : { shard, after: found.after };
  }
  return { members, next: position };
}

const nextShard = (shard: number): MemberPosition | undefined =>
  shard + 1 < MEMBERSHIP_SHARDS ? { shard: shard + 1 } : undefined;

/** How many are in a segment; nothing when there are too many to count while somebody waits. */
export async function countMembers(reader: MembershipReader, segmentId: string): Promise<number | undefined> {
  const counts = await Promise.all(membershipShards.map((shard) => reader.countShard(segmentId, { shard })));
  return counts.some(({ after }) => after !== undefined) ? undefined : sumOf(counts);
}

/** How many are in a segment, however many reads that takes. */
export async function countAllMembers(reader: MembershipReader, segmentId: string): Promise<number> {
  return sumOf(await Promise.all(membershipShards.map((shard) => countWholeShard(reader, segmentId, shard))));
}

async function countWholeShard(
  reader: MembershipReader,
  segmentId: string,
  shard: number,
): Promise<{ count: number }> {
  let count = 0;
  let after: string | undefined;
  do {
    const found = await reader.countShard(segmentId, { shard, after });
    count += found.count;
    after = found.after;
  } while (after !== undefined);
  return { count };
}

const sumOf = (counts: readonly { readonly count: number }[]): number =>
  counts.reduce((sum, { count }) => sum + count, 0);
