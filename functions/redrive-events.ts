import { dynamoClient, kinesisClient } from './aws/clients/clients.ts';
import { loadIdentityKey } from './aws/clients/identity-key.ts';
import { dynamoFailedEvents } from './aws/dynamo-failed-events.ts';
import { kinesisEventLog } from './aws/kinesis-event-log.ts';
import { readEnv } from './lib/env.ts';
import { tableStreamHandler } from './lib/stream.ts';
import { redriveUnavailable } from './reactions/redrive-unavailable.ts';

const env = readEnv('FAILED_EVENTS_TABLE', 'IDENTITY_SECRET', 'EVENT_STREAM');
const ports = {
  failed: dynamoFailedEvents({ dynamo: dynamoClient(), table: env.FAILED_EVENTS_TABLE }),
  log: kinesisEventLog({ client: kinesisClient(), stream: env.EVENT_STREAM }),
  loadIdentityKey: () => loadIdentityKey(env.IDENTITY_SECRET),
  // events of the stream were judged by their source when they came
  loadSources: async () => new Map(),
};

/** FailedEvents stream -> the event stream: what it did not take, as soon as it can. */
export const handler = tableStreamHandler((records) => redriveUnavailable(ports, records));
