import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { dynamoProfileStore } from '../../../functions/aws/dynamo-profile-store.ts';
import { dynamoTimelineReader } from '../../../functions/aws/dynamo-timeline-store.ts';
import { findRoot } from '../../../functions/profiles/find-root.ts';

/**
 * Everything the timeline keeps of a profile: the chunks its root leads to, those of profiles it absorbed among them.
 * The chunk of a write that lost its race is led to by nothing; an event that was applied twice is here twice.
 */
export async function keptTimeline(endpoint: string, profileId: string): Promise<StreamEvent[]> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ region: 'us-east-1', credentials, endpoint });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const tableOf = (name: string) => TableNames.find((table) => table.includes(`${name}Table`)) ?? '';
  const root = await findRoot({ profiles: dynamoProfileStore(client, tableOf('Profiles')) }, profileId);
  const timeline = dynamoTimelineReader(client, tableOf('Timeline'));
  const kept: StreamEvent[] = [];
  // it grows while it is walked
  const heads = new Set(root?.heads);
  for (const head of heads) {
    const [chunk] = await timeline.loadBack(head, 1);
    if (chunk?.head !== head) throw new Error(`the timeline has no chunk ${head}`);
    for (const previous of chunk.previous) heads.add(previous);
    kept.push(...chunk.events);
  }
  client.destroy();
  return kept;
}
