import { adminFunctions } from './admin-functions.ts';
import type { FunctionDefinition } from './function-definition.ts';
import {
  batchWrite,
  get,
  history,
  httpTimeoutSeconds,
  live,
  pages,
  people,
  put,
  query,
  secret,
  update,
} from './store-actions.ts';

/** The functions of the stack by name: `functions/<name>.ts` is the entry of each. */
export const functions = {
  'ingest-events': {
    purpose: 'Accepts events from sites, apps and servers and puts them into the event stream',
    errorImpact:
      'Sites and apps get errors for the events they send. SDKs try again for minutes to hours; browsers that are closed meanwhile lose theirs.',
    memorySizeMegabytes: 1024,
    timeoutSeconds: httpTimeoutSeconds,
    // sources it cannot read are no answer of 500
    ringsForLoggedErrors: true,
    trigger: { type: 'http', routes: [{ key: '$default' }] },
    reads: { definitions: live, identitySecret: secret },
    writes: {
      eventStream: ['kinesis:PutRecords'],
      failedEvents: batchWrite,
      failedPayloads: ['s3:PutObject'],
    },
    seldom: { 's3:PutObject failedPayloads': 'only what is too large for the table goes to the bucket' },
    // what browsers load from it, as the SDKs' makers built it
    beside: {
      scripts: ['@jitsu/js/dist/web/p.js.txt'],
      'scripts/analytics-next': [
        '@segment/analytics-next/dist/umd/standalone.js',
        '@segment/analytics-next/dist/umd/*.bundle.*.js',
      ],
    },
  },
  'update-profiles': {
    purpose:
      'Folds the events of the stream into profiles: identity, traits and segments in one write per person',
    errorImpact:
      'Profiles and segments do not change although events arrive. Batches are tried 10 times, then kept in the failures bucket.',
    memorySizeMegabytes: 1024,
    timeoutSeconds: 120,
    ringsForLoggedErrors: true,
    trigger: { type: 'stream', of: 'eventStream' },
    reads: { profiles: people, timeline: query, definitions: live, identitySecret: secret },
    writes: {
      // a merge deletes the traits of the absorbed profile
      profiles: ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
      timeline: batchWrite,
      timers: batchWrite,
      failedEvents: batchWrite,
    },
    seldom: {
      'dynamodb:Query profiles': pages,
      'dynamodb:Query timeline': history,
      'dynamodb:BatchWriteItem failedEvents':
        'only an event that passed the collector and cannot be folded is kept there',
    },
  },
  'react-to-profiles': {
    purpose:
      'Carries out what a write of a profile or a group decided: memberships, journeys that start or end, and the events the platform sends',
    errorImpact:
      'Journeys start late or run on after their exit event, and lists of segment members fall behind the profiles. Batches are tried 10 times, then kept in the failures bucket.',
    memorySizeMegabytes: 512,
    timeoutSeconds: 60,
    ringsForLoggedErrors: true,
    trigger: {
      type: 'stream',
      of: 'profiles',
      // most writes change no membership and no group: those never cost an invocation
      filter: { dynamodb: { NewImage: { effects: { S: [{ exists: true }] } } } },
    },
    reads: { timeline: [...get, ...query], journeys: get, profiles: query, definitions: live },
    writes: {
      memberships: put,
      journeys: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
      eventStream: ['kinesis:PutRecords'],
    },
    seldom: {
      'dynamodb:Query timeline': 'only an entry event that is no longer in the newest chunk is searched for',
    },
    may: ['runJourneys'],
  },
  'wake-profiles': {
    purpose:
      'Re-evaluates profiles without an event: every minute those whose segments change then with time alone, and everybody when something was published',
    errorImpact:
      'People stay in segments they should have left, or out of those they should be in, until their next event. Segments that were published show as backfilling, and as failed after 30 tries: then publish one of them again, unchanged or not.',
    memorySizeMegabytes: 512,
    timeoutSeconds: 120,
    trigger: { type: 'minute', due: 'timers' },
    reads: {
      timers: query,
      profiles: [...people, 'dynamodb:Scan'],
      timeline: query,
      definitions: live,
      jobs: get,
    },
    writes: {
      profiles: put,
      timeline: batchWrite,
      timers: batchWrite,
      // jobs wait for a minute too
      jobs: put,
      // how far a backfill is stands beside them
      definitions: [...put, ...update],
    },
    seldom: {
      'dynamodb:Query profiles': pages,
      'dynamodb:Query timeline': history,
    },
  },
  'take-stock': {
    purpose:
      'Counts, every day, how many are in each segment, and works out where the fifths of all buyers meet, which scores of recency, frequency and money are given by, and how many are in each of their groups',
    errorImpact:
      'The history of segments lacks days. Buyers are scored as if all bought as they did when it last went well; nobody scores at all if it never did.',
    memorySizeMegabytes: 1024,
    // the longest there is: everybody is read
    timeoutSeconds: 900,
    trigger: { type: 'day' },
    reads: { profiles: ['dynamodb:Scan'], memberships: query, definitions: live },
    writes: { definitions: put },
    may: ['startBackfills'],
  },
  ...adminFunctions,
  'forget-profile': {
    purpose:
      'Carries out what was asked for one person step by step: gathers all that is held of them, undoes a merge, or forgets them',
    errorImpact:
      'Exports and erasures of people stand still, and the law sets a term for them; merges are not undone. A step is tried 10 times, then kept in the failures bucket; ask again.',
    memorySizeMegabytes: 1024,
    timeoutSeconds: 120,
    ringsForLoggedErrors: true,
    trigger: {
      type: 'stream',
      of: 'jobs',
      filter: { dynamodb: { NewImage: { status: { S: ['running'] } } } },
    },
    reads: {
      jobs: get,
      profiles: people,
      timeline: query,
      journeys: query,
      failedEvents: query,
      definitions: live,
      identitySecret: secret,
    },
    writes: {
      jobs: put,
      exports: ['s3:PutObject'],
      profiles: ['dynamodb:PutItem', 'dynamodb:DeleteItem', ...batchWrite],
      timeline: batchWrite,
      timers: batchWrite,
      memberships: put,
      journeys: ['dynamodb:PutItem', ...batchWrite],
      failedEvents: batchWrite,
    },
    seldom: {
      'dynamodb:BatchWriteItem profiles': pages,
      'dynamodb:Query journeys': 'who reads a table by one of its indexes may read it by all of them',
    },
    may: ['stopJourneys', 'forgetObjects'],
  },
  'redrive-events': {
    purpose: 'Puts events that the stream did not take into it as soon as it takes them',
    errorImpact:
      'Events that were accepted while the stream was not available wait in FailedEvents. After 20 hours of trying they have to be driven again by hand.',
    memorySizeMegabytes: 256,
    timeoutSeconds: 60,
    trigger: {
      type: 'stream',
      of: 'failedEvents',
      filter: { eventName: ['INSERT'], dynamodb: { NewImage: { code: { S: ['stream_unavailable'] } } } },
      keepsTrying: true,
    },
    reads: { identitySecret: secret },
    writes: { failedEvents: batchWrite, eventStream: ['kinesis:PutRecords'] },
  },
  'decide-step': {
    purpose: 'Decides, for one person in a journey, which branch to take, and marks the end of a run',
    errorImpact:
      'People in journeys wait at a branch. A step is tried again for hours; then its run fails and shows as failed.',
    memorySizeMegabytes: 512,
    timeoutSeconds: 30,
    trigger: { type: 'task', of: 'journeys' },
    reads: {
      profiles: people,
      timeline: query,
      definitions: live,
      journeys: get,
    },
    // the end of a run is an event too
    writes: { journeys: update, eventStream: ['kinesis:PutRecords'] },
    seldom: {
      'dynamodb:Query profiles': pages,
      'dynamodb:Query timeline': history,
    },
  },
  'send-message': {
    purpose: 'Sends one message of a journey, once: decides whether it may, claims it, calls the provider',
    errorImpact:
      'Messages go out late or not at all. None goes out twice: what was claimed and not confirmed shows as UNKNOWN.',
    memorySizeMegabytes: 1024,
    timeoutSeconds: 60,
    trigger: { type: 'task', of: 'journeys' },
    reads: {
      profiles: people,
      definitions: live,
      journeys: [...get, 'dynamodb:ConditionCheckItem'],
      suppressions: [...get, 'dynamodb:ConditionCheckItem'],
      identitySecret: secret,
    },
    writes: {
      // a claim is given back when the provider asks to try again later
      journeys: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      eventStream: ['kinesis:PutRecords'],
    },
    seldom: {
      'dynamodb:Query profiles': pages,
      'dynamodb:DeleteItem journeys': 'only a provider that asks to try later makes it give a claim back',
    },
    may: ['sendEmail', 'sendSms', 'sendPush', 'linkToApi'],
  },
  'record-feedback': {
    purpose:
      'Records what became of emails: the ledger of sends, addresses that must not be written to, events on the profile',
    errorImpact:
      'Addresses that bounced or complained are written to again, which costs the reputation of the sender, and nobody sees what became of messages.',
    memorySizeMegabytes: 256,
    timeoutSeconds: 30,
    trigger: { type: 'queue', of: 'feedback' },
    reads: { journeys: get, identitySecret: secret },
    writes: {
      journeys: update,
      suppressions: put,
      failedEvents: batchWrite,
      eventStream: ['kinesis:PutRecords'],
    },
  },
  unsubscribe: {
    purpose: 'Serves the link in every marketing message: a page to read, a button to unsubscribe',
    errorImpact:
      'People who want no more messages cannot say so, which the law requires at all times. Treat it first.',
    memorySizeMegabytes: 512,
    timeoutSeconds: httpTimeoutSeconds,
    trigger: {
      type: 'http',
      routes: [{ key: 'GET /u/{token}' }, { key: 'POST /u/{token}' }],
    },
    reads: { identitySecret: secret },
    writes: { eventStream: ['kinesis:PutRecords'] },
  },
  'close-runs': {
    purpose: 'Marks the runs of journeys whose execution failed, timed out or was stopped',
    errorImpact:
      'Runs that failed still show as running. Ends that could not be worked through wait in the dead-letter queue.',
    memorySizeMegabytes: 256,
    timeoutSeconds: 30,
    trigger: { type: 'execution-status', statuses: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    reads: { journeys: get },
    // the end of a run is an event too
    writes: { journeys: update, eventStream: ['kinesis:PutRecords'] },
  },
} satisfies Record<string, FunctionDefinition>;

export type FunctionName = keyof typeof functions;
