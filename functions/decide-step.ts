import { dynamoClient, kinesisClient } from './aws/clients/clients.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoProfileStore } from './aws/dynamo-profile-store.ts';
import { dynamoTimelineStore } from './aws/dynamo-timeline-store.ts';
import { kinesisEventLog } from './aws/kinesis-event-log.ts';
import { readEnv } from './lib/env.ts';
import { taskHandler } from './lib/task.ts';
import { dynamoRunStore } from './machines/dynamo-run-store.ts';
import { liveRulesReader } from './profiles/live-rules.ts';
import { decideStep, stepTaskSchema } from './runs/decide-step.ts';

const env = readEnv(
  'PROFILES_TABLE',
  'TIMELINE_TABLE',
  'DEFINITIONS_TABLE',
  'JOURNEYS_TABLE',
  'EVENT_STREAM',
);
const client = dynamoClient();
const definitions = dynamoDefinitionStore(client, env.DEFINITIONS_TABLE);
const dependencies = {
  profiles: dynamoProfileStore(client, env.PROFILES_TABLE),
  timeline: dynamoTimelineStore(client, env.TIMELINE_TABLE),
  runs: dynamoRunStore({
    client,
    table: env.JOURNEYS_TABLE,
    log: kinesisEventLog({ client: kinesisClient(), stream: env.EVENT_STREAM }),
  }),
  definitions,
  loadRules: liveRulesReader(definitions),
  now: () => new Date(),
};

/** Journey task: branches and ends. */
export const handler = taskHandler(stepTaskSchema, (task) => decideStep(dependencies, task));
