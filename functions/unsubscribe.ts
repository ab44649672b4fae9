import { kinesisClient } from './aws/clients/clients.ts';
import { loadIdentityKey } from './aws/clients/identity-key.ts';
import { kinesisEventLog } from './aws/kinesis-event-log.ts';
import { readEnv } from './lib/env.ts';
import { unsubscribeHandler } from './unsubscribe/handler.ts';

const env = readEnv('IDENTITY_SECRET', 'EVENT_STREAM');

/** The way out in every message. */
export const handler = unsubscribeHandler({
  log: kinesisEventLog({ client: kinesisClient(), stream: env.EVENT_STREAM }),
  loadIdentityKey: () => loadIdentityKey(env.IDENTITY_SECRET),
  now: () => new Date(),
});
