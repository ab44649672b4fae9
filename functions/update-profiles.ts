import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamoClient } from './aws/clients/clients.ts';
import { loadIdentityKey } from './aws/clients/identity-key.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoFailedEvents } from './aws/dynamo-failed-events.ts';
import { dynamoProfileStore } from './aws/dynamo-profile-store.ts';
import { dynamoTimelineStore } from './aws/dynamo-timeline-store.ts';
import { dynamoTimerStore } from './aws/dynamo-timer-store.ts';
import { readEnv } from './lib/env.ts';
import { metrics } from './lib/observability.ts';
import { kinesisHandler } from './lib/stream.ts';
import { liveRulesReader } from './profiles/live-rules.ts';
import { type UpdateResult, updateProfiles } from './profiles/update-profiles.ts';

const env = readEnv(
  'PROFILES_TABLE',
  'TIMELINE_TABLE',
  'TIMERS_TABLE',
  'DEFINITIONS_TABLE',
  'FAILED_EVENTS_TABLE',
  'IDENTITY_SECRET',
);
const dynamo = dynamoClient();
const stores = {
  profiles: dynamoProfileStore(dynamo, env.PROFILES_TABLE),
  timeline: dynamoTimelineStore(dynamo, env.TIMELINE_TABLE),
  timers: dynamoTimerStore(dynamo, env.TIMERS_TABLE),
  loadRules: liveRulesReader(dynamoDefinitionStore(dynamo, env.DEFINITIONS_TABLE)),
  ...dynamoFailedEvents({ dynamo, table: env.FAILED_EVENTS_TABLE }),
  now: () => new Date(),
};

// one line a batch: about 4 bytes of log per event
function countEvents({ applied, failed, forgotten }: UpdateResult): void {
  metrics.addMetric('EventsApplied', MetricUnit.Count, applied);
  metrics.addMetric('EventsFailed', MetricUnit.Count, failed);
  if (forgotten > 0) metrics.addMetric('EventsForgotten', MetricUnit.Count, forgotten);
  metrics.publishStoredMetrics();
}

/** Kinesis -> identity, profile, segments: one conditional write per profile and batch. */
export const handler = kinesisHandler(async (records, context) => {
  const identityKey = await loadIdentityKey(env.IDENTITY_SECRET);
  const result = await updateProfiles({ ...stores, identityKey }, records, () =>
    context.getRemainingTimeInMillis(),
  );
  countEvents(result);
  return result;
});
