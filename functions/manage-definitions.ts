import { definitionRoutes } from './admin/definition-routes.ts';
import { newWriteKey } from './admin/write-key.ts';
import { dynamoClient } from './aws/clients.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoMembershipReader } from './aws/dynamo-memberships.ts';
import { adminHttp } from './lib/admin-http.ts';
import { readEnv } from './lib/env.ts';
import { logger } from './lib/observability.ts';

const { DEFINITIONS_TABLE, MEMBERSHIPS_TABLE } = readEnv('DEFINITIONS_TABLE', 'MEMBERSHIPS_TABLE');
const store = dynamoDefinitionStore(dynamoClient(), DEFINITIONS_TABLE);
const memberships = dynamoMembershipReader(dynamoClient(), MEMBERSHIPS_TABLE);

/** The admin API for workspace, sources and segments. */
export const handler = adminHttp(
  definitionRoutes({
    store,
    memberships,
    newWriteKey,
    audit: (record) => logger.info('definition changed', { audit: record }),
  }),
);
