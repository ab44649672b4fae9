import { dynamoClient, kinesisClient } from './aws/clients.ts';
import { dynamoMembershipIndex } from './aws/dynamo-memberships.ts';
import { kinesisEventLog } from './aws/kinesis-event-log.ts';
import { readEnv } from './lib/env.ts';
import { tableStreamHandler } from './lib/stream.ts';
import { reactToProfiles } from './reactions/react-to-profiles.ts';

const env = readEnv('MEMBERSHIPS_TABLE', 'EVENT_STREAM');
const dependencies = {
  memberships: dynamoMembershipIndex(dynamoClient(), env.MEMBERSHIPS_TABLE),
  log: kinesisEventLog({ client: kinesisClient(), stream: env.EVENT_STREAM }),
};

/** Profiles stream -> membership index and platform events. */
export const handler = tableStreamHandler((records) => reactToProfiles(dependencies, records));
