import middy from '@middy/core';
import { dynamoClient, statesClient } from './aws/clients/clients.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoMembershipReader, dynamoSizes } from './aws/dynamo-memberships.ts';
import { newWriteKey } from './collector/keys/new-write-key.ts';
import { readEnv } from './lib/env.ts';
import { logger } from './lib/observability.ts';
import { backfillExecutions } from './machines/step-functions.ts';
import { liveRulesReader } from './profiles/live-rules.ts';
import { dynamoRootScan } from './providers/dynamo-root-scan.ts';
import { countSegments } from './reactions/count-segments.ts';
import { setQuintiles } from './reactions/set-quintiles.ts';

const env = readEnv('PROFILES_TABLE', 'MEMBERSHIPS_TABLE', 'DEFINITIONS_TABLE', 'BACKFILL_MACHINE');
const dynamo = dynamoClient();
const store = dynamoDefinitionStore(dynamo, env.DEFINITIONS_TABLE);
const sizes = dynamoSizes(dynamo, env.DEFINITIONS_TABLE);
const counting = {
  definitions: store,
  memberships: dynamoMembershipReader(dynamo, env.MEMBERSHIPS_TABLE),
  sizes,
};
const scoring = {
  store,
  sizes,
  newWriteKey,
  scan: dynamoRootScan(dynamo, env.PROFILES_TABLE),
  loadRules: liveRulesReader(store),
  backfills: backfillExecutions(statesClient(), env.BACKFILL_MACHINE),
  now: () => new Date(),
};

/**
 * Every day -> how many are in each segment, then where the fifths of all buyers meet, which their scores are given by, and how
 * many are in each of their groups.
 */
export const handler = middy(async () => {
  const counted = await countSegments(counting, new Date());
  const quintiles = await setQuintiles(scoring);
  logger.info('taken stock', { counted, quintiles });
  return { counted, quintiles };
});
