import { dynamoClient, kinesisClient } from './aws/clients/clients.ts';
import { kinesisEventLog } from './aws/kinesis-event-log.ts';
import { readEnv } from './lib/env.ts';
import { taskHandler } from './lib/task.ts';
import { dynamoRunStore } from './machines/dynamo-run-store.ts';
import { closeRun, statusChangeSchema } from './runs/close-run.ts';

const env = readEnv('JOURNEYS_TABLE', 'EVENT_STREAM');
const runs = dynamoRunStore({
  client: dynamoClient(),
  table: env.JOURNEYS_TABLE,
  log: kinesisEventLog({ client: kinesisClient(), stream: env.EVENT_STREAM }),
});

/** EventBridge -> runs whose execution failed, timed out or was stopped. */
export const handler = taskHandler(statusChangeSchema, (change) => closeRun(runs, change));
