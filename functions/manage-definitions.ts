import { definitionRoutes } from './admin/definition-routes.ts';
import { listRoutes } from './admin/list-routes.ts';
import { groupRoutes, historyRoutes } from './admin/member-routes.ts';
import { sourceSecretRoutes, writeKeyRoutes } from './admin/source-routes.ts';
import { dynamoClient, kinesisClient, statesClient } from './aws/clients/clients.ts';
import { loadIdentityKey } from './aws/clients/identity-key.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoMembershipReader, dynamoSizes } from './aws/dynamo-memberships.ts';
import { kinesisEventLog } from './aws/kinesis-event-log.ts';
import { newWriteKey } from './collector/keys/new-write-key.ts';
import { adminHttp } from './lib/admin-http.ts';
import { readEnv } from './lib/env.ts';
import { logger } from './lib/observability.ts';
import { dynamoBackfillStore } from './machines/dynamo-backfill-store.ts';
import { homeOf } from './machines/machine-names.ts';
import { backfillExecutions, machineStore } from './machines/step-functions.ts';

const env = readEnv(
  'DEFINITIONS_TABLE',
  'MEMBERSHIPS_TABLE',
  'IDENTITY_SECRET',
  'EVENT_STREAM',
  'BACKFILL_MACHINE',
  'JOURNEY_NAME_PREFIX',
  'JOURNEY_ROLE',
  'JOURNEY_LOG_GROUP',
  'DECIDE_STEP_FUNCTION',
  'SEND_MESSAGE_FUNCTION',
);
const ports = {
  store: dynamoDefinitionStore(dynamoClient(), env.DEFINITIONS_TABLE),
  memberships: dynamoMembershipReader(dynamoClient(), env.MEMBERSHIPS_TABLE),
  sizes: dynamoSizes(dynamoClient(), env.DEFINITIONS_TABLE),
  machines: machineStore({
    home: homeOf(env.DECIDE_STEP_FUNCTION),
    prefix: env.JOURNEY_NAME_PREFIX,
    roleArn: env.JOURNEY_ROLE,
    logGroupArn: env.JOURNEY_LOG_GROUP,
  }),
  backfills: {
    ...dynamoBackfillStore(dynamoClient(), env.DEFINITIONS_TABLE),
    ...backfillExecutions(statesClient(), env.BACKFILL_MACHINE),
  },
  functions: { decideStepArn: env.DECIDE_STEP_FUNCTION, sendMessageArn: env.SEND_MESSAGE_FUNCTION },
  newWriteKey,
  audit: (record: object) => logger.info('definition changed', { audit: record }),
  auditSecret: (record: object) => logger.info('secret of a source shown', { audit: record }),
  log: kinesisEventLog({ client: kinesisClient(), stream: env.EVENT_STREAM }),
  auditList: (record: object) => logger.info('members of a list uploaded', { audit: record }),
  loadIdentityKey: () => loadIdentityKey(env.IDENTITY_SECRET),
};

/** The admin API for everything marketers define; a published journey becomes its state machine. */
export const handler = adminHttp([
  ...definitionRoutes(ports),
  ...historyRoutes(ports),
  ...groupRoutes(ports),
  ...listRoutes(ports),
  ...sourceSecretRoutes(ports),
  ...writeKeyRoutes(ports),
]);
