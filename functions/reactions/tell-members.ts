import * as z from 'zod';
import { platformEvent } from '../../events/platform.ts';
import type { StreamEvent } from '../../events/stream-event.ts';
import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import { appendPlatformEvents, type EventLog } from '../../shared/events/event-log.ts';
import type { GroupMembers } from '../../shared/profiles/profile-store.ts';

export const GROUP_PART = 'group';

export type TellPorts = {
  readonly members: GroupMembers;
  readonly log: EventLog;
  readonly loadRules: () => Promise<LiveRules>;
};

const imageSchema = z.object({
  node: z.object({ S: z.string() }),
  id: z.object({ S: z.string() }),
  version: z.object({ N: z.coerce.number() }),
  effects: z.object({ S: z.string() }),
});
const effectsSchema = z.object({ at: z.number(), changed: z.array(z.string()) });
type Image = z.infer<typeof imageSchema>;

/**
 * Tells each member that the group changed, if a live segment asks for what did. Definitions are read after the write: a profile
 * that met newer ones before it has copied what was there then.
 */
export async function tellMembers({ members, log, loadRules }: TellPorts, image: object): Promise<void> {
  const group = imageSchema.parse(image);
  const { at, changed } = effectsSchema.parse(JSON.parse(group.effects.S));
  const { groupTraits } = (await loadRules()).compiled;
  if (!changed.some((key) => groupTraits.includes(key))) return;
  for await (const ids of members.list(group.node.S))
    await appendPlatformEvents(
      log,
      ids.map((id) => groupChanged(group, id, at)),
    );
}

function groupChanged({ node, id, version }: Image, profileId: string, at: number): StreamEvent {
  return platformEvent({
    name: 'Group Changed',
    profileId,
    properties: { group: id.S, version: version.N },
    // the digests that end both keys
    messageId: `group-changed-${version.N}-${node.S.slice(-22)}-${profileId.slice(-22)}`,
    at: new Date(at).toISOString(),
  });
}
