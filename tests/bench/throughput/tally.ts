import { scanTable } from '../../../infra/local/demo/scan-table.ts';
import { unpackHot } from '../../../shared/profiles/codec/hot-codec.ts';
import { decodeChunk } from '../../../shared/profiles/timeline/timeline-chunk.ts';
import { rowsOf } from '../../../shared/segments/windows/tally.ts';

export type Tally = {
  /** events the collector accepted that no timeline holds */
  readonly lost: number;
  /** events that profiles counted beyond those */
  readonly doubled: number;
  readonly failed: number;
  readonly profiles: number;
};

/** Compares what was accepted with what the stores hold: timelines by message id, profiles by count. */
export async function tally(awsUrl: string, accepted: ReadonlySet<string>): Promise<Tally> {
  const applied = await appliedIds(awsUrl, accepted);
  const { counted, profiles } = await countInProfiles(awsUrl);
  return {
    lost: accepted.size - applied.size,
    doubled: counted - applied.size,
    failed: await countItems(awsUrl, 'FailedEvents'),
    profiles,
  };
}

async function appliedIds(awsUrl: string, accepted: ReadonlySet<string>): Promise<Set<string>> {
  const applied = new Set<string>();
  for await (const { events } of scanTable(awsUrl, 'Timeline'))
    for (const { messageId } of decodeChunk({ events: Buffer.from(events?.B ?? '', 'base64') }))
      if (accepted.has(messageId)) applied.add(messageId);
  return applied;
}

async function countInProfiles(awsUrl: string): Promise<{ counted: number; profiles: number }> {
  let counted = 0;
  let profiles = 0;
  for await (const { part, hot } of scanTable(awsUrl, 'Profiles')) {
    if (part?.S !== 'hot' || hot === undefined) continue;
    profiles += 1;
    const { windows } = unpackHot('', Buffer.from(hot.B ?? '', 'base64'));
    for (const window of windows.values())
      counted += rowsOf(window).reduce((sum, { count }) => sum + count, 0);
  }
  return { counted, profiles };
}

async function countItems(awsUrl: string, table: string): Promise<number> {
  let count = 0;
  for await (const _ of scanTable(awsUrl, table)) count += 1;
  return count;
}
