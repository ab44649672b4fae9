import { inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { scanTable } from '../scan-table.ts';

export type SegmentCount = { readonly entered: number; readonly exited: number };

/** What the stores hold after a demo. */
export type Outcome = {
  readonly applied: number;
  readonly failed: number;
  readonly profiles: number;
  readonly anonymousIds: number;
  readonly userIds: number;
  readonly segments: ReadonlyMap<string, SegmentCount>;
};

// the part of a stream event that is counted
const eventsSchema = z.array(
  z.object({
    messageId: z.string(),
    source: z.object({ id: z.string(), kind: z.string() }),
    event: z.string().optional(),
    properties: z.object({ segment: z.string().optional() }).optional(),
  }),
);
type StoredEvent = z.infer<typeof eventsSchema>[number];

export async function countOutcome(awsUrl: string): Promise<Outcome> {
  const [nodes, events, failed] = await Promise.all([
    countNodes(awsUrl),
    readTimelines(awsUrl),
    countItems(awsUrl, 'FailedEvents'),
  ]);
  const fromPlatform = events.filter(({ source }) => source.kind === 'platform');
  return {
    ...nodes,
    failed,
    applied: events.length - fromPlatform.length,
    segments: countSegments(fromPlatform),
  };
}

async function countNodes(awsUrl: string): Promise<Pick<Outcome, 'profiles' | 'anonymousIds' | 'userIds'>> {
  const counts = { profiles: 0, anonymousIds: 0, userIds: 0 };
  for await (const { node, part, to } of scanTable(awsUrl, 'Profiles')) {
    if (part?.S !== 'hot') continue;
    if (to === undefined) counts.profiles += 1; // a pointer names the root it belongs to
    if (node?.S?.startsWith('anonymous_id:')) counts.anonymousIds += 1;
    if (node?.S?.startsWith('user_id:')) counts.userIds += 1;
  }
  return counts;
}

// a chunk whose write lost its race holds events that another chunk holds too
async function readTimelines(awsUrl: string): Promise<StoredEvent[]> {
  const events = new Map<string, StoredEvent>();
  for await (const { events: packed } of scanTable(awsUrl, 'Timeline')) {
    const json = inflateRawSync(Buffer.from(packed?.B ?? '', 'base64')).toString();
    for (const event of eventsSchema.parse(JSON.parse(json)))
      events.set(JSON.stringify([event.source.id, event.messageId]), event);
  }
  return [...events.values()];
}

async function countItems(awsUrl: string, table: string): Promise<number> {
  let count = 0;
  for await (const _ of scanTable(awsUrl, table)) count += 1;
  return count;
}

function countSegments(events: readonly StoredEvent[]): Map<string, SegmentCount> {
  const counts = new Map<string, SegmentCount>();
  for (const { event, properties } of events) {
    const id = properties?.segment;
    if (id === undefined) continue; // about a journey
    const { entered, exited } = counts.get(id) ?? { entered: 0, exited: 0 };
    const isEntry = event === 'Segment Entered';
    counts.set(id, { entered: entered + (isEntry ? 1 : 0), exited: exited + (isEntry ? 0 : 1) });
  }
  return counts;
}
