import { keyOfHead } from '../shared/profiles/timeline/timeline-chunk.ts';
import { dynamoClient, s3Client } from './aws/clients/clients.ts';
import { loadIdentityKey } from './aws/clients/identity-key.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { toAttributes } from './aws/dynamo-items.ts';
import { dynamoProfileStore } from './aws/dynamo-profile-store.ts';
import { dynamoTimelineReader, dynamoTimelineStore } from './aws/dynamo-timeline-store.ts';
import { dynamoTimerStore } from './aws/dynamo-timer-store.ts';
import { s3PayloadStore } from './aws/s3-payload-store.ts';
import { readEnv } from './lib/env.ts';
import { tableStreamHandler } from './lib/stream.ts';
import { dynamoProfileEraser } from './machines/dynamo-profile-eraser.ts';
import { erasureSweeps } from './machines/erasure-sweeps.ts';
import { homeOf } from './machines/machine-names.ts';
import { deleteItems } from './machines/removing/delete-items.ts';
import { runEngine } from './machines/step-functions.ts';
import { exportKind } from './profiles/export-profile.ts';
import { liveRulesReader } from './profiles/live-rules.ts';
import { dynamoJobStore } from './providers/dynamo-job-store.ts';
import { dynamoJourneyReader } from './providers/dynamo-journey-reader.ts';
import { dynamoMergeStore } from './providers/dynamo-merge-store.ts';
import { driveJobs } from './reactions/drive-jobs.ts';
import { eraseKind } from './reactions/erase-profile.ts';
import { splitKind } from './reactions/split-profile.ts';

const env = readEnv(
  'JOBS_TABLE',
  'PROFILES_TABLE',
  'TIMELINE_TABLE',
  'TIMERS_TABLE',
  'MEMBERSHIPS_TABLE',
  'JOURNEYS_TABLE',
  'FAILED_EVENTS_TABLE',
  'DEFINITIONS_TABLE',
  'FAILED_EVENTS_BUCKET',
  'ARCHIVE_BUCKET',
  'EXPORTS_BUCKET',
  'IDENTITY_SECRET',
  'JOURNEY_NAME_PREFIX',
);
const dynamo = dynamoClient();
const loadRules = liveRulesReader(dynamoDefinitionStore(dynamo, env.DEFINITIONS_TABLE));
const loadKey = () => loadIdentityKey(env.IDENTITY_SECRET);
const profiles = dynamoProfileStore(dynamo, env.PROFILES_TABLE);
const timers = dynamoTimerStore(dynamo, env.TIMERS_TABLE);
const jobs = dynamoJobStore(dynamo, env.JOBS_TABLE);
const timeline = {
  ...dynamoTimelineStore(dynamo, env.TIMELINE_TABLE),
  ...dynamoTimelineReader(dynamo, env.TIMELINE_TABLE),
};
const exporting = exportKind({
  profiles,
  timeline,
  journeys: dynamoJourneyReader(dynamo, env.JOURNEYS_TABLE),
  parts: s3PayloadStore(s3Client, env.EXPORTS_BUCKET),
  loadRules,
});

const splitting = splitKind({
  profiles,
  timeline,
  timers,
  merges: dynamoMergeStore(dynamo, env.PROFILES_TABLE),
  loadRules,
  loadIdentityKey: loadKey,
  removeChunks: (heads) =>
    deleteItems(
      dynamo,
      env.TIMELINE_TABLE,
      heads.map((head) => toAttributes(keyOfHead(head))),
    ),
});

const erasing = (functionArn: string) =>
  eraseKind({
    profiles,
    eraser: dynamoProfileEraser(dynamo, env.PROFILES_TABLE),
    loadIdentityKey: loadKey,
    sweeps: erasureSweeps({
      dynamo,
      s3: s3Client,
      engine: runEngine(homeOf(functionArn), env.JOURNEY_NAME_PREFIX),
      tables: {
        profiles: env.PROFILES_TABLE,
        timeline: env.TIMELINE_TABLE,
        timers: env.TIMERS_TABLE,
        memberships: env.MEMBERSHIPS_TABLE,
        journeys: env.JOURNEYS_TABLE,
        failedEvents: env.FAILED_EVENTS_TABLE,
      },
      buckets: {
        failures: env.FAILED_EVENTS_BUCKET,
        archive: env.ARCHIVE_BUCKET,
        exports: env.EXPORTS_BUCKET,
      },
      loadSecrets: async () => ({ identityKey: await loadKey(), rules: (await loadRules()).rules }),
    }),
  });

/** Jobs stream -> the next step of what was asked for one person. */
export const handler = tableStreamHandler((records, { invokedFunctionArn }) => {
  const kinds = { export: exporting, split: splitting, erasure: erasing(invokedFunctionArn) };
  return driveJobs({ jobs, timers, kinds, now: () => new Date() }, records);
});
