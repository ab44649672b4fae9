import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unlogged } from '../../../functions/aws/clients/unlogged.ts';
import { dynamoProfileStore } from '../../../functions/aws/dynamo-profile-store.ts';
import { dynamoTimelineStore } from '../../../functions/aws/dynamo-timeline-store.ts';
import { dynamoTimerStore } from '../../../functions/aws/dynamo-timer-store.ts';
import { type EventRecord, updateProfiles } from '../../../functions/profiles/update-profiles.ts';
import { packHot } from '../../../shared/profiles/codec/hot-codec.ts';
import { identityKey, NOW, people, rules } from './people.ts';
import { stubDynamo } from './stub-dynamo.ts';

/** What update-profiles does with a batch, its tables answered from memory; answers how many events it applied. */
export function deployedProcessor(): (records: readonly EventRecord[]) => Promise<number> {
  const items = new Map<string, string>();
  for (const profile of people()) items.set(profile.id, itemOf(profile.id, packHot(profile)));
  const dynamo = unlogged(
    stubDynamo((operation, body) => (operation === 'BatchGetItem' ? found(items, body()) : '{}')),
  );
  const stores = {
    profiles: dynamoProfileStore(dynamo, 'profiles'),
    timeline: dynamoTimelineStore(dynamo, 'timeline'),
    timers: dynamoTimerStore(dynamo, 'timers'),
    loadRules: async () => rules,
    saveFailedEvents: async () => {},
    identityKey,
    now: () => new Date(NOW),
  };
  return async (records) => {
    const { applied, error } = await updateProfiles(stores, records, () => 60_000);
    if (error) throw error;
    return applied;
  };
}

function itemOf(node: string, hot: Uint8Array): string {
  const packed = Buffer.from(hot).toString('base64');
  return `{"node":{"S":"${node}"},"part":{"S":"hot"},"version":{"N":"1"},"hot":{"B":"${packed}"}}`;
}

type Keys = { RequestItems: { profiles: { Keys: Record<'node', AttributeValue>[] } } };

function found(items: ReadonlyMap<string, string>, body: string): string {
  const { RequestItems }: Keys = JSON.parse(body);
  const answers = RequestItems.profiles.Keys.flatMap(({ node }) => items.get(node.S ?? '') ?? []);
  return `{"Responses":{"profiles":[${answers}]}}`;
}
