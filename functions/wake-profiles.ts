import middy from '@middy/core';
import * as z from 'zod';
import { dynamoClient } from './aws/clients/clients.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoProfileStore } from './aws/dynamo-profile-store.ts';
import { dynamoTimelineStore } from './aws/dynamo-timeline-store.ts';
import { dynamoTimerStore } from './aws/dynamo-timer-store.ts';
import { readEnv } from './lib/env.ts';
import { dynamoBackfillStore } from './machines/dynamo-backfill-store.ts';
import { liveRulesReader } from './profiles/live-rules.ts';
import { wakeProfiles } from './profiles/wake-profiles.ts';
import { dynamoJobStore } from './providers/dynamo-job-store.ts';
import { dynamoRootScan } from './providers/dynamo-root-scan.ts';
import { backfillProfiles, backfillTaskSchema } from './reactions/backfill-profiles.ts';

const env = readEnv('PROFILES_TABLE', 'TIMELINE_TABLE', 'TIMERS_TABLE', 'DEFINITIONS_TABLE', 'JOBS_TABLE');
const dynamo = dynamoClient();
const dependencies = {
  profiles: dynamoProfileStore(dynamo, env.PROFILES_TABLE),
  timeline: dynamoTimelineStore(dynamo, env.TIMELINE_TABLE),
  timers: dynamoTimerStore(dynamo, env.TIMERS_TABLE),
  loadRules: liveRulesReader(dynamoDefinitionStore(dynamo, env.DEFINITIONS_TABLE)),
  jobs: dynamoJobStore(dynamo, env.JOBS_TABLE),
  backfills: dynamoBackfillStore(dynamo, env.DEFINITIONS_TABLE),
  scan: dynamoRootScan(dynamo, env.PROFILES_TABLE),
  now: () => new Date(),
};

const eventSchema = z.union([z.object({ time: z.iso.datetime() }), backfillTaskSchema]);

/**
 * Every minute -> profiles whose segments change with time alone. The rule's own time names the minute, so a tick that is
 * retried hours later still does its minute. The machine of backfills -> everybody, a shard at a time.
 */
export const handler = middy(async (event: unknown) => {
  const asked = eventSchema.parse(event);
  if ('task' in asked) return backfillProfiles(dependencies, asked);
  return wakeProfiles(dependencies, Math.floor(Date.parse(asked.time) / 60_000));
});
