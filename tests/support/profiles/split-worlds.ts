import { splitKind } from '../../../functions/reactions/split-profile.ts';
import { nodeKey } from '../../../shared/identity/node-key.ts';
import { computedAt } from '../../../shared/profiles/computed/computed-at.ts';
import { afterStep, type Job, newJob } from '../../../shared/profiles/jobs/job.ts';
import { decideMembershipsAt } from '../../../shared/profiles/memberships/memberships-at.ts';
import { plainTraits } from '../../../shared/profiles/traits.ts';
import { encodeWindows } from '../../../shared/segments/windows/window-codec.ts';
import { nextFlipOf } from '../segments/next-flip.ts';
import type { ProfileWorld } from './profile-world.ts';

const ports = (world: ProfileWorld) => ({
  ...world.dependencies(),
  timeline: world.stores,
  merges: world.stores,
  removeChunks: async (heads: readonly string[]) => {
    for (const head of heads) world.stores.chunks.delete(head);
  },
  loadIdentityKey: async () => world.dependencies().identityKey,
});

export const idOf = (world: ProfileWorld, type: string, value: string): string =>
  nodeKey(world.dependencies().identityKey, type, value);

/** Splits a profile as the job does, step by step, and answers the job. */
export async function split(world: ProfileWorld, profileId: string, absorbed: string): Promise<Job> {
  const kind = splitKind(ports(world));
  const request = { jobId: 'job', kind: 'split', profileId, by: 'ops', firstStep: kind.firstStep };
  let job = newJob({ ...request, place: { absorbed } }, new Date(world.now));
  while (job.status === 'running')
    job = afterStep(job, await kind.advance(job, new Date(world.now)), new Date(world.now));
  return job;
}

/** All that must be the same whether two people were once taken for one or never. */
export async function personOf(world: ProfileWorld, id: string) {
  const root = await world.root(id);
  const cold = await world.cold(root.id);
  const { compiled } = world.live;
  return {
    identifiers: cold.identifiers.map(({ type, value, since }) => `${type}:${value}@${since}`).sort(),
    traits: plainTraits(cold.traits),
    groups: cold.groups,
    consents: cold.consents,
    computed: computedAt(root, compiled, world.now),
    segments: decideMembershipsAt(root, compiled, world.now).map(({ segment, until }) => ({
      segment,
      until,
    })),
    stored: [...root.memberships]
      .flatMap(([segment, { since }]) => (since === undefined ? [] : [segment]))
      .sort(),
    windows: Buffer.from(encodeWindows(root.windows)).toString('hex'),
    brands: [...root.brands].sort(),
    mentioned: root.mentionedTraits,
    locale: root.locale,
    nextFlip: nextFlipOf(root, compiled),
    seen: [root.firstSeen, root.lastSeen, root.createdAt],
    isIdentified: root.isIdentified,
    events: (await world.posted(root)).map(({ messageId }) => messageId).sort(),
  };
}
