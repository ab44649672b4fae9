import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { dynamoDefinitionStore } from '../../../../../functions/aws/dynamo-definition-store.ts';
import { dynamoFailedEvents } from '../../../../../functions/aws/dynamo-failed-events.ts';
import { dynamoMembershipIndex } from '../../../../../functions/aws/dynamo-memberships.ts';
import { dynamoProfileStore } from '../../../../../functions/aws/dynamo-profile-store.ts';
import { dynamoTimelineStore } from '../../../../../functions/aws/dynamo-timeline-store.ts';
import { dynamoTimerStore } from '../../../../../functions/aws/dynamo-timer-store.ts';
import { kinesisEventLog } from '../../../../../functions/aws/kinesis-event-log.ts';
import { dynamoRunStore } from '../../../../../functions/machines/dynamo-run-store.ts';
import { liveRulesReader } from '../../../../../functions/profiles/live-rules.ts';
import { dynamoGroupMembers } from '../../../../../functions/providers/dynamo-group-members.ts';
import type { RunEngine } from '../../../../../shared/journeys/run-store.ts';
import type { RequestHandler } from './wire.ts';

export type EnvironmentOptions = {
  readonly requestHandlers: Readonly<Record<'dynamodb' | 'kinesis', RequestHandler>>;
  readonly now: () => number;
  readonly engine: RunEngine;
};

const MAX_ATTEMPTS = 3; // the SDK's default

type RetryToken = { getRetryCount(): number; getRetryDelay(): number };
const tokenOf = (count: number): RetryToken => ({ getRetryCount: () => count, getRetryDelay: () => 0 });

/** Retries what the SDK's standard strategy retries, without its pauses: the scheduler decides when a call goes on. */
const retryStrategy = {
  mode: 'standard',
  acquireInitialRetryToken: async () => tokenOf(0),
  async refreshRetryTokenForRetry(token: RetryToken, { errorType }: { readonly errorType: string }) {
    const count = token.getRetryCount() + 1;
    if (errorType === 'CLIENT_ERROR' || count >= MAX_ATTEMPTS) throw new Error('no attempt is left');
    return tokenOf(count);
  },
  recordSuccess: () => {},
};

// nobody checks signatures here, and they would take a fifth of the time
const signer = { sign: async <Request>(request: Request): Promise<Request> => request };
const credentials = { accessKeyId: 'simulation', secretAccessKey: 'simulation', sessionToken: 'simulation' };

/** What the entry files compose, on clients whose requests are answered in this process. */
export function openEnvironment({ requestHandlers, now, engine }: EnvironmentOptions) {
  const config = {
    region: 'eu-central-1',
    endpoint: 'http://simulation',
    credentials,
    signer,
    retryStrategy,
  };
  const dynamo = new DynamoDBClient({ ...config, requestHandler: requestHandlers.dynamodb });
  const client = new KinesisClient({ ...config, requestHandler: requestHandlers.kinesis });
  const pacing = { now, random: () => 0, pause: async () => {} };
  const log = kinesisEventLog({ client, stream: 'Events', pacing });
  const definitions = dynamoDefinitionStore(dynamo, 'Definitions');
  return {
    profiles: dynamoProfileStore(dynamo, 'Profiles'),
    timeline: dynamoTimelineStore(dynamo, 'Timeline'),
    timers: dynamoTimerStore(dynamo, 'Timers'),
    memberships: dynamoMembershipIndex(dynamo, 'Memberships'),
    members: dynamoGroupMembers(dynamo, 'Profiles'),
    runs: dynamoRunStore({ client: dynamo, table: 'Journeys', log }),
    loadRules: liveRulesReader(definitions),
    ...dynamoFailedEvents({ dynamo, table: 'FailedEvents', pacing }),
    definitions,
    log,
    engine,
    now: () => new Date(now()),
  };
}
export type Environment = ReturnType<typeof openEnvironment>;
