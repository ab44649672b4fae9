import { streamEventSchema } from '../../events/stream-event.ts';
import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import { isAnonymous } from '../../shared/events/anonymous-event.ts';
import type { FailedEvent } from '../../shared/events/failed-event.ts';
import { prepareEvent } from '../../shared/fold/prepare-event.ts';
import type { PreparedEvent } from '../../shared/fold/world.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import { isToldByWrite } from '../../shared/profiles/react.ts';
import { mapLimited } from '../lib/map-limited.ts';
import { type FoldDependencies, foldGroup } from './fold-group.ts';
import { groupEvents } from './group-events.ts';
import { loadNodes } from './load-world.ts';
import { saveGroupTraits } from './save-group-traits.ts';

/** One record of the events stream; `data` is the JSON of a StreamEvent. */
export type EventRecord = {
  readonly sequenceNumber: string;
  /** when the stream took it, epoch ms */
  readonly arrivedAt: number;
  readonly data: Uint8Array;
};

export type UpdateDependencies = FoldDependencies & {
  readonly identityKey: IdentityKey;
  readonly saveFailedEvents: (failed: readonly FailedEvent[]) => Promise<void>;
};

export type UpdateResult = {
  /** the first record that must come again, undefined when all are done */
  readonly failedFrom: string | undefined;
  readonly applied: number;
  readonly failed: number;
  /** were about somebody who has been erased since */
  readonly forgotten: number;
  readonly error: unknown;
};

type RecordedEvent = PreparedEvent & { readonly index: number };

const GROUPS_AT_ONCE = 50; // as many sockets as the SDK opens
// time for the writes under way to end before Lambda is cut off
const RESERVE_MS = 10_000;

/**
 * Folds a batch of the events stream into profiles. Groups that share nobody run side by side; the first record of the
 * earliest group that failed is where the stream repeats from, and what succeeded behind it is skipped as seen.
 */
export async function updateProfiles(
  dependencies: UpdateDependencies,
  records: readonly EventRecord[],
  remainingMs: () => number,
): Promise<UpdateResult> {
  const rules = await dependencies.loadRules();
  const { events, refused } = prepareAll(dependencies, records, rules);
  await dependencies.saveFailedEvents(refused);
  const nodes = await loadNodes(dependencies.profiles, events, { consistent: false });
  const groups = groupEvents(nodes, events);
  let applied = 0;
  let forgotten = 0;
  let failed = refused.length;
  const accepted: RecordedEvent[] = [];
  const failures: { index: number; error: unknown }[] = [];
  await mapLimited(groups, GROUPS_AT_ONCE, async (group) => {
    try {
      if (remainingMs() < RESERVE_MS) throw new Error('out of time');
      const result = await foldGroup(dependencies, { events: group, rules, nodes });
      await dependencies.saveFailedEvents(result.refused.map(failedEventOf));
      applied += result.applied;
      forgotten += result.forgotten.length;
      failed += result.refused.length;
      const dropped = new Set([...result.forgotten, ...result.refused.map(({ event }) => event)]);
      accepted.push(...group.filter(({ event }) => !dropped.has(event)));
    } catch (error) {
      // nothing is lost: the stream repeats from here, and gives up only into the on-failure bucket
      failures.push({ index: group[0]?.index ?? 0, error });
    }
  });
  // in the order of the stream: it repeats from the first event of a group that failed
  accepted.sort((a, b) => a.index - b.index);
  await saveGroupTraits(dependencies, accepted, ({ index }, error) => void failures.push({ index, error }));
  const first = failures.sort((a, b) => a.index - b.index)[0];
  const failedFrom = first && records[first.index]?.sequenceNumber;
  return { failedFrom, applied, failed, forgotten, error: first?.error };
}

function prepareAll(
  { identityKey }: UpdateDependencies,
  records: readonly EventRecord[],
  { rules }: LiveRules,
): { events: RecordedEvent[]; refused: FailedEvent[] } {
  const events: RecordedEvent[] = [];
  const refused: FailedEvent[] = [];
  for (const [index, record] of records.entries()) {
    const parsed = parseRecord(record.data);
    if (parsed.event && isToldByWrite(parsed.event)) continue;
    const prepared = parsed.event && prepareEvent(parsed.event, { identityKey, rules });
    if (prepared) events.push({ ...prepared, index });
    else if (parsed.event && isAnonymous(parsed.event)) continue;
    else if (parsed.event) refused.push(failedEventOf({ event: parsed.event, ...NO_IDENTIFIER }));
    else refused.push({ ...INVALID_RECORD, payload: parsed.payload, receivedAt: arrival(record) });
  }
  return { events, refused };
}

const NO_IDENTIFIER = { code: 'blocked_id', reason: 'no identifier is left that could name a person' };
const INVALID_RECORD = {
  code: 'invalid_record',
  reason: 'the stream record is not an event of the contract',
};

// not the present instant: a repeated record must land on what was kept of it
const arrival = ({ arrivedAt }: EventRecord): string => new Date(Math.round(arrivedAt)).toISOString();

function parseRecord(data: Uint8Array) {
  const text = Buffer.from(data).toString();
  try {
    const parsed = streamEventSchema.safeParse(JSON.parse(text));
    return parsed.success ? { event: parsed.data, payload: text } : { event: undefined, payload: text };
  } catch {
    return { event: undefined, payload: text }; // not JSON: kept as it came
  }
}

function failedEventOf(refused: {
  event: RecordedEvent['event'];
  code: string;
  reason: string;
}): FailedEvent {
  const { event, code, reason } = refused;
  return {
    code,
    reason,
    payload: event,
    sourceId: event.source.id,
    receivedAt: event.receivedAt,
    messageId: event.messageId,
  };
}
