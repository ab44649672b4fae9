import { failedEventRoutes } from './admin/failed-event-routes.ts';
import { dynamoClient, kinesisClient, s3Client } from './aws/clients/clients.ts';
import { loadIdentityKey } from './aws/clients/identity-key.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoFailedEvents } from './aws/dynamo-failed-events.ts';
import { kinesisEventLog } from './aws/kinesis-event-log.ts';
import { s3PayloadReader } from './aws/s3-payload-store.ts';
import { loadSources } from './collector/source-directory.ts';
import { adminHttp } from './lib/admin-http.ts';
import { readEnv } from './lib/env.ts';
import { logger } from './lib/observability.ts';
import { dynamoFailedEventReader } from './providers/dynamo-failed-event-reader.ts';

const env = readEnv(
  'FAILED_EVENTS_TABLE',
  'FAILED_EVENTS_BUCKET',
  'DEFINITIONS_TABLE',
  'IDENTITY_SECRET',
  'EVENT_STREAM',
);
const dynamo = dynamoClient();
const table = env.FAILED_EVENTS_TABLE;
const definitions = dynamoDefinitionStore(dynamo, env.DEFINITIONS_TABLE);

/** The admin API for events that could not be used: what they were, why, and once more. */
export const handler = adminHttp(
  failedEventRoutes({
    reader: dynamoFailedEventReader({
      dynamo,
      table,
      payloads: s3PayloadReader(s3Client, env.FAILED_EVENTS_BUCKET),
    }),
    failed: dynamoFailedEvents({ dynamo, table }),
    log: kinesisEventLog({ client: kinesisClient(), stream: env.EVENT_STREAM }),
    loadIdentityKey: () => loadIdentityKey(env.IDENTITY_SECRET),
    loadSources: async () =>
      new Map((await loadSources(definitions)).sources.map((source) => [source.id, source])),
    audit: (record) => logger.info('failed events driven again', { audit: record }),
  }),
);
