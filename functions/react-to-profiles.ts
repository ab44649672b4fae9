import { dynamoClient, kinesisClient } from './aws/clients/clients.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoMembershipIndex } from './aws/dynamo-memberships.ts';
import { dynamoTimelineStore } from './aws/dynamo-timeline-store.ts';
import { kinesisEventLog } from './aws/kinesis-event-log.ts';
import { readEnv } from './lib/env.ts';
import { tableStreamHandler } from './lib/stream.ts';
import { dynamoRunStore } from './machines/dynamo-run-store.ts';
import { homeOf } from './machines/machine-names.ts';
import { runEngine } from './machines/step-functions.ts';
import { liveRulesReader } from './profiles/live-rules.ts';
import { dynamoGroupMembers } from './providers/dynamo-group-members.ts';
import { reactToProfiles } from './reactions/react-to-profiles.ts';

const env = readEnv(
  'PROFILES_TABLE',
  'DEFINITIONS_TABLE',
  'MEMBERSHIPS_TABLE',
  'TIMELINE_TABLE',
  'JOURNEYS_TABLE',
  'JOURNEY_NAME_PREFIX',
  'EVENT_STREAM',
);
const client = dynamoClient();
const log = kinesisEventLog({ client: kinesisClient(), stream: env.EVENT_STREAM });
const dependencies = {
  memberships: dynamoMembershipIndex(client, env.MEMBERSHIPS_TABLE),
  timeline: dynamoTimelineStore(client, env.TIMELINE_TABLE),
  runs: dynamoRunStore({ client, table: env.JOURNEYS_TABLE, log }),
  log,
  members: dynamoGroupMembers(client, env.PROFILES_TABLE),
  loadRules: liveRulesReader(dynamoDefinitionStore(client, env.DEFINITIONS_TABLE)),
};

/** Profiles stream -> membership index, platform events, journeys started and stopped, members told of their group. */
export const handler = tableStreamHandler((records, { invokedFunctionArn }) => {
  const engine = runEngine(homeOf(invokedFunctionArn), env.JOURNEY_NAME_PREFIX);
  return reactToProfiles({ ...dependencies, engine }, records);
});
