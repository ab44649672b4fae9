import type { DefinitionWriter } from '../../shared/definitions/definition-store.ts';
import { segmentKind } from '../../shared/definitions/kinds/segment.ts';
import { countAllMembers, type MembershipReader } from '../../shared/profiles/memberships/list-members.ts';
import type { SizeStore } from '../../shared/profiles/memberships/sizes.ts';
import { mapLimited } from '../lib/map-limited.ts';

export type CountDependencies = {
  readonly definitions: Pick<DefinitionWriter, 'loadIndex'>;
  readonly memberships: MembershipReader;
  readonly sizes: SizeStore;
};

const SEGMENTS_AT_ONCE = 8;

/** Counts who is in each live segment to the last member; a second call on a day counts anew. */
export async function countSegments(
  { definitions, memberships, sizes }: CountDependencies,
  now: Date,
): Promise<{ readonly segments: number }> {
  const day = now.toISOString().slice(0, 10);
  const { entries } = await definitions.loadIndex();
  const live = entries.filter(({ kind, status }) => kind === segmentKind.kind && status === 'live');
  await mapLimited(live, SEGMENTS_AT_ONCE, async ({ id, version }) => {
    const members = await countAllMembers(memberships, id);
    await sizes.save(id, { day, members, version });
  });
  return { segments: live.length };
}
