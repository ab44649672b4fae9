import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { dynamoClient, kinesisClient, s3Client } from './aws/clients/clients.ts';
import { loadIdentityKey } from './aws/clients/identity-key.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoFailedEvents } from './aws/dynamo-failed-events.ts';
import { kinesisEventLog } from './aws/kinesis-event-log.ts';
import { s3PayloadStore } from './aws/s3-payload-store.ts';
import { scriptsIn } from './collector/documents/scripts.ts';
import { collectorHandler } from './collector/handler.ts';
import { sourceDirectory } from './collector/source-directory.ts';
import { readEnv } from './lib/env.ts';

const env = readEnv(
  'EVENT_STREAM',
  'DEFINITIONS_TABLE',
  'FAILED_EVENTS_TABLE',
  'FAILED_EVENTS_BUCKET',
  'IDENTITY_SECRET',
  // where Lambda unpacks the function
  'LAMBDA_TASK_ROOT',
);

/** What sites and apps post, into the stream. */
export const handler = collectorHandler({
  sources: sourceDirectory(dynamoDefinitionStore(dynamoClient(), env.DEFINITIONS_TABLE), () => Date.now()),
  log: kinesisEventLog({ client: kinesisClient(), stream: env.EVENT_STREAM }),
  failed: dynamoFailedEvents({
    dynamo: dynamoClient(),
    table: env.FAILED_EVENTS_TABLE,
    payloads: s3PayloadStore(s3Client, env.FAILED_EVENTS_BUCKET),
  }),
  scripts: scriptsIn(join(env.LAMBDA_TASK_ROOT, 'scripts')),
  loadIdentityKey: () => loadIdentityKey(env.IDENTITY_SECRET),
  now: () => new Date(),
  newRequestId: randomUUID,
});
