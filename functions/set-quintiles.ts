import middy from '@middy/core';
import { dynamoClient } from './aws/clients/clients.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { newWriteKey } from './collector/keys/new-write-key.ts';
import { readEnv } from './lib/env.ts';
import { logger } from './lib/observability.ts';
import { backfillStarter } from './machines/step-functions.ts';
import { liveRulesReader } from './profiles/live-rules.ts';
import { dynamoRootScan } from './providers/dynamo-root-scan.ts';
import { setQuintiles } from './reactions/set-quintiles.ts';

const env = readEnv('PROFILES_TABLE', 'DEFINITIONS_TABLE', 'BACKFILL_MACHINE');
const dynamo = dynamoClient();
const store = dynamoDefinitionStore(dynamo, env.DEFINITIONS_TABLE);
const dependencies = {
  store,
  newWriteKey,
  scan: dynamoRootScan(dynamo, env.PROFILES_TABLE),
  loadRules: liveRulesReader(store),
  backfills: backfillStarter(env.BACKFILL_MACHINE),
  now: () => new Date(),
};

/** Every day -> where the fifths of all buyers meet, which their scores are given by. */
export const handler = middy(async () => {
  const outcome = await setQuintiles(dependencies);
  logger.info('quintiles', outcome);
  return outcome;
});
