import { dynamoClient, kinesisClient } from './aws/clients/clients.ts';
import { loadIdentityKey } from './aws/clients/identity-key.ts';
import { sesClient, snsClient } from './aws/clients/provider-clients.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoProfileStore } from './aws/dynamo-profile-store.ts';
import { kinesisEventLog } from './aws/kinesis-event-log.ts';
import { readEnv, readOptionalEnv } from './lib/env.ts';
import { taskHandler } from './lib/task.ts';
import { dynamoRunStore } from './machines/dynamo-run-store.ts';
import { orderReader } from './messages/load-order.ts';
import { readRecipient } from './messages/read-recipient.ts';
import { sendMessage } from './messages/send-message.ts';
import { sendTaskSchema } from './messages/send-task.ts';
import { dynamoLedger } from './providers/dynamo-ledger.ts';
import { dynamoSuppressions } from './providers/dynamo-suppressions.ts';
import { sesSender } from './providers/ses-sender.ts';
import { snsPushSender, snsSmsSender } from './providers/sns-sender.ts';

const env = readEnv(
  'PROFILES_TABLE',
  'DEFINITIONS_TABLE',
  'JOURNEYS_TABLE',
  'SUPPRESSIONS_TABLE',
  'IDENTITY_SECRET',
  'EVENT_STREAM',
  'SES_CONFIGURATION_SET',
  'PUBLIC_URL',
);
const client = dynamoClient();
const profiles = dynamoProfileStore(client, env.PROFILES_TABLE);
const ports = {
  runs: dynamoRunStore({
    client,
    table: env.JOURNEYS_TABLE,
    log: kinesisEventLog({ client: kinesisClient(), stream: env.EVENT_STREAM }),
  }),
  ledger: dynamoLedger({ client, table: env.JOURNEYS_TABLE, suppressionsTable: env.SUPPRESSIONS_TABLE }),
  suppressions: dynamoSuppressions(client, env.SUPPRESSIONS_TABLE),
  senders: {
    email: sesSender({ client: sesClient(), configurationSet: env.SES_CONFIGURATION_SET }),
    sms: snsSmsSender(snsClient()),
    push: snsPushSender({ client: snsClient(), application: readOptionalEnv('PUSH_APPLICATION') }),
  },
  loadOrder: orderReader(dynamoDefinitionStore(client, env.DEFINITIONS_TABLE)),
  loadRecipient: (profileId: string) => readRecipient({ profiles }, profileId),
  loadIdentityKey: () => loadIdentityKey(env.IDENTITY_SECRET),
  publicUrl: env.PUBLIC_URL,
  now: () => new Date(),
};

/** Journey task: one message to one person, once. */
export const handler = taskHandler(sendTaskSchema, (task) => sendMessage(ports, task));
