import * as z from 'zod';
import type { StreamEvent } from '../../events/stream-event.ts';
import { appendPlatformEvents } from '../../shared/events/event-log.ts';
import { unpackHot } from '../../shared/profiles/codec/hot-codec.ts';
import { type Effect, effectSchema } from '../../shared/profiles/effect.ts';
import { type MembershipIndex, reactTo } from '../../shared/profiles/react.ts';
import { mapLimited } from '../lib/map-limited.ts';
import type { ChangeRecord, StreamResult } from '../lib/stream.ts';
import { type DispatchPorts, dispatchRuns } from '../runs/dispatch-runs.ts';
import { GROUP_PART, type TellPorts, tellMembers } from './tell-members.ts';

export type ReactDependencies = DispatchPorts &
  TellPorts & {
    readonly memberships: MembershipIndex;
  };

const partSchema = z.object({ part: z.object({ S: z.string() }) });
// the attributes of a root whose write decided something
const imageSchema = z.object({
  node: z.object({ S: z.string() }),
  hot: z.object({ B: z.base64() }),
  effects: z.object({ S: z.string() }),
});
const effectsSchema = z.array(effectSchema);

const RECORDS_AT_ONCE = 16;

/** Dispatches what profile writes decided and tells members what changed of their groups. Records need no order: everything is named after its effect's number or entry. */
export async function reactToProfiles(
  dependencies: ReactDependencies,
  records: readonly ChangeRecord[],
): Promise<StreamResult> {
  const failures: { index: number; error: unknown }[] = [];
  const events = await mapLimited([...records.entries()], RECORDS_AT_ONCE, async ([index, record]) => {
    try {
      return await reactToRecord(dependencies, record);
    } catch (error) {
      failures.push({ index, error });
      return [];
    }
  });
  try {
    await appendPlatformEvents(dependencies.log, events.flat());
  } catch (error) {
    failures.push({ index: 0, error });
  }
  const first = failures.sort((a, b) => a.index - b.index)[0];
  return { failedFrom: first && records[first.index]?.sequenceNumber, error: first?.error };
}

async function reactToRecord(
  dependencies: ReactDependencies,
  { newImage }: ChangeRecord,
): Promise<StreamEvent[]> {
  if (newImage?.effects === undefined) return [];
  if (partSchema.parse(newImage).part.S === GROUP_PART) {
    await tellMembers(dependencies, newImage);
    return [];
  }
  const { node, hot, effects } = imageSchema.parse(newImage);
  const decided: Effect[] = effectsSchema.parse(JSON.parse(effects.S));
  const reactions = decided.map((effect) => reactTo(node.S, effect));
  const { heads } = unpackHot(node.S, Buffer.from(hot.B, 'base64'));
  for (const row of reactions.flatMap(({ rows }) => rows)) await dependencies.memberships.put(row);
  await dispatchRuns(dependencies, decided, { profileId: node.S, heads });
  return reactions.flatMap(({ events }) => events);
}
