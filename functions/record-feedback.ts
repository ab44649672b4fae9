import { dynamoClient, kinesisClient } from './aws/clients/clients.ts';
import { loadIdentityKey } from './aws/clients/identity-key.ts';
import { dynamoFailedEvents } from './aws/dynamo-failed-events.ts';
import { kinesisEventLog } from './aws/kinesis-event-log.ts';
import { queueHandler } from './feedback/queue-handler.ts';
import { recordFeedback } from './feedback/record-feedback.ts';
import { readEnv } from './lib/env.ts';
import { dynamoLedger } from './providers/dynamo-ledger.ts';
import { dynamoSuppressions } from './providers/dynamo-suppressions.ts';

const env = readEnv(
  'JOURNEYS_TABLE',
  'SUPPRESSIONS_TABLE',
  'FAILED_EVENTS_TABLE',
  'IDENTITY_SECRET',
  'EVENT_STREAM',
);
const client = dynamoClient();
const ports = {
  ledger: dynamoLedger({ client, table: env.JOURNEYS_TABLE, suppressionsTable: env.SUPPRESSIONS_TABLE }),
  suppressions: dynamoSuppressions(client, env.SUPPRESSIONS_TABLE),
  // no payload store: SES cuts the headers of what it quotes at 10 KB
  failedEvents: dynamoFailedEvents({ dynamo: client, table: env.FAILED_EVENTS_TABLE }),
  log: kinesisEventLog({ client: kinesisClient(), stream: env.EVENT_STREAM }),
  loadIdentityKey: () => loadIdentityKey(env.IDENTITY_SECRET),
};

/** SQS -> what came of emails: the ledger of sends, suppressions, events on the profile. */
export const handler = queueHandler((message) => recordFeedback(ports, message));
