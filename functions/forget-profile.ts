import { dynamoClient, s3Client } from './aws/clients/clients.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoProfileStore } from './aws/dynamo-profile-store.ts';
import { dynamoTimelineReader } from './aws/dynamo-timeline-store.ts';
import { s3PayloadStore } from './aws/s3-payload-store.ts';
import { readEnv } from './lib/env.ts';
import { tableStreamHandler } from './lib/stream.ts';
import { exportKind } from './profiles/export-profile.ts';
import { liveRulesReader } from './profiles/live-rules.ts';
import { dynamoJobStore } from './providers/dynamo-job-store.ts';
import { dynamoJourneyReader } from './providers/dynamo-journey-reader.ts';
import { driveJobs } from './reactions/drive-jobs.ts';

const env = readEnv(
  'JOBS_TABLE',
  'PROFILES_TABLE',
  'TIMELINE_TABLE',
  'JOURNEYS_TABLE',
  'DEFINITIONS_TABLE',
  'EXPORTS_BUCKET',
);
const dynamo = dynamoClient();
const dependencies = {
  jobs: dynamoJobStore(dynamo, env.JOBS_TABLE),
  kinds: {
    export: exportKind({
      profiles: dynamoProfileStore(dynamo, env.PROFILES_TABLE),
      timeline: dynamoTimelineReader(dynamo, env.TIMELINE_TABLE),
      journeys: dynamoJourneyReader(dynamo, env.JOURNEYS_TABLE),
      parts: s3PayloadStore(s3Client, env.EXPORTS_BUCKET),
      loadRules: liveRulesReader(dynamoDefinitionStore(dynamo, env.DEFINITIONS_TABLE)),
    }),
  },
  now: () => new Date(),
};

/** Jobs stream -> the next step of what was asked for one person. */
export const handler = tableStreamHandler((records) => driveJobs(dependencies, records));
