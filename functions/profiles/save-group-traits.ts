import { RetryableError } from '../../shared/errors.ts';
import type { PreparedEvent } from '../../shared/fold/world.ts';
import { applyToGroup, type GroupTraits } from '../../shared/profiles/belonging/group.ts';
import type { ProfileStore } from '../../shared/profiles/profile-store.ts';
import { mapLimited } from '../lib/map-limited.ts';

type Dependencies = {
  readonly profiles: Pick<ProfileStore, 'loadGroups' | 'saveGroup'>;
  readonly now: () => Date;
};
type Group = NonNullable<PreparedEvent['group']>;

const GROUPS_AT_ONCE = 16;
// one writer an environment and group: as many as shards times the parallelization factor may meet
const MAX_ATTEMPTS = 40;

/**
 * Stores what accepted events say of groups, one write a group and batch, after the profiles: whoever joined in the same batch is
 * listed by now and told. Repeats change nothing, so a batch that comes again does it again.
 */
export async function saveGroupTraits<Event extends PreparedEvent>(
  dependencies: Dependencies,
  events: readonly Event[],
  onFailure: (first: Event, error: unknown) => void,
): Promise<void> {
  const telling = events.filter(({ event }) => event.type === 'group' && event.traits !== undefined);
  const byGroup = Map.groupBy(telling, ({ group }) => group?.key);
  await mapLimited([...byGroup.values()], GROUPS_AT_ONCE, async (ofGroup) => {
    const [first] = ofGroup;
    if (!first?.group) return;
    try {
      await saveGroup(dependencies, first.group, ofGroup.map(traitsIn));
    } catch (error) {
      onFailure(first, error);
    }
  });
}

const traitsIn = ({ event, at, seenId }: PreparedEvent): GroupTraits => ({
  traits: event.traits ?? {},
  stamp: [at, seenId],
});

async function saveGroup(
  { profiles, now }: Dependencies,
  { key, id }: Group,
  events: readonly GroupTraits[],
): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const loaded = (await profiles.loadGroups([key])).get(key);
    const change = loaded && applyToGroup(loaded, events);
    if (!change) return;
    if ((await profiles.saveGroup({ ...change, key, id, at: now().getTime() })) === 'saved') return;
  }
  throw new RetryableError(`the group ${id} met other writers ${MAX_ATTEMPTS} times`);
}
