import type { ReadAction, WriteAction } from './constructs/store.ts';
import type { StoreName } from './parts/data.ts';
import type { AdminScope } from './parts/sign-in.ts';

export type Route = {
  readonly key: '$default' | `${'GET' | 'PUT' | 'POST' | 'DELETE'} /${string}`;
  /** Without a scope the function itself decides who may call. */
  readonly scope?: AdminScope;
};

export type Trigger =
  | { readonly type: 'http'; readonly routes: readonly Route[] }
  | { readonly type: 'stream'; readonly of: 'eventStream' | 'profiles'; readonly filter?: object }
  | { readonly type: 'minute'; readonly due: 'timers' };

export type FunctionDefinition = {
  readonly purpose: string;
  /** What people notice when it fails: the text of its alarm. */
  readonly errorImpact: string;
  readonly memorySizeMegabytes: number;
  readonly timeoutSeconds: number;
  readonly trigger: Trigger;
  readonly reads: Readonly<Partial<Record<StoreName, readonly ReadAction[]>>>;
  readonly writes: Readonly<Partial<Record<StoreName, readonly WriteAction[]>>>;
};

// the definitions version by itself, then what is live in batches
const live: readonly ReadAction[] = ['dynamodb:GetItem', 'dynamodb:BatchGetItem'];
// the nodes of people in batches, the pages of a person by query
const people: readonly ReadAction[] = ['dynamodb:BatchGetItem', 'dynamodb:Query'];
const query: readonly ReadAction[] = ['dynamodb:Query'];
const secret: readonly ReadAction[] = ['secretsmanager:GetSecretValue'];
const put: readonly WriteAction[] = ['dynamodb:PutItem'];
const batchWrite: readonly WriteAction[] = ['dynamodb:BatchWriteItem'];

// an HTTP API gives up after 30 seconds
const httpTimeoutSeconds = 29;

/** The functions of the stack by name: `functions/<name>.ts` is the entry of each. */
export const functions = {
  'ingest-events': {
    purpose: 'Accepts events from sites, apps and servers and puts them into the event stream',
    errorImpact:
      'Sites and apps get errors for the events they send. SDKs try again for minutes to hours; browsers that are closed meanwhile lose theirs.',
    memorySizeMegabytes: 1024,
    timeoutSeconds: httpTimeoutSeconds,
    trigger: { type: 'http', routes: [{ key: '$default' }] },
    reads: { definitions: live, identitySecret: secret },
    writes: {
      eventStream: ['kinesis:PutRecords'],
      failedEvents: batchWrite,
      failedPayloads: ['s3:PutObject'],
    },
  },
  'update-profiles': {
    purpose:
      'Folds the events of the stream into profiles: identity, traits and segments in one write per person',
    errorImpact:
      'Profiles and segments do not change although events arrive. Batches are tried 10 times, then kept in the failures bucket.',
    memorySizeMegabytes: 1024,
    timeoutSeconds: 120,
    trigger: { type: 'stream', of: 'eventStream' },
    reads: { profiles: people, timeline: query, definitions: live, identitySecret: secret },
    writes: {
      // a merge deletes the traits of the absorbed profile
      profiles: ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
      timeline: put,
      timers: put,
      failedEvents: batchWrite,
    },
  },
  'react-to-profiles': {
    purpose: 'Carries out what a profile write decided: memberships and the events the platform sends',
    errorImpact:
      'Lists of segment members and Segment Entered and Exited events fall behind the profiles. Batches are tried 10 times, then kept in the failures bucket.',
    memorySizeMegabytes: 512,
    timeoutSeconds: 60,
    trigger: {
      type: 'stream',
      of: 'profiles',
      // most profile writes change no membership: those never cost an invocation
      filter: { dynamodb: { NewImage: { effects: { S: [{ exists: true }] } } } },
    },
    reads: {},
    writes: {
      memberships: put,
      eventStream: ['kinesis:PutRecords'],
    },
  },
  'wake-profiles': {
    purpose: 'Re-evaluates, every minute, the profiles whose segments change then with time alone',
    errorImpact:
      'People stay in segments they should have left, or out of those they should be in, until their next event.',
    memorySizeMegabytes: 512,
    timeoutSeconds: 120,
    trigger: { type: 'minute', due: 'timers' },
    reads: { timers: query, profiles: people, timeline: query, definitions: live },
    writes: { profiles: put, timers: put },
  },
  'manage-definitions': {
    purpose: 'Serves the admin API for the workspace, sources and segments',
    errorImpact: 'Marketers cannot save or publish. What is live keeps working.',
    memorySizeMegabytes: 512,
    timeoutSeconds: httpTimeoutSeconds,
    trigger: {
      type: 'http',
      routes: [
        { key: 'GET /admin/v1/{proxy+}', scope: 'read' },
        { key: 'PUT /admin/v1/{proxy+}', scope: 'write' },
        { key: 'POST /admin/v1/{proxy+}', scope: 'write' },
        { key: 'DELETE /admin/v1/{proxy+}', scope: 'write' },
      ],
    },
    reads: { definitions: [...live, 'dynamodb:Query'], memberships: query },
    writes: { definitions: put },
  },
  'read-profiles': {
    purpose: 'Serves the admin API for profiles and the members of segments',
    errorImpact: 'Support and marketers cannot look up a person or list a segment. Nothing else is affected.',
    memorySizeMegabytes: 512,
    timeoutSeconds: httpTimeoutSeconds,
    trigger: {
      type: 'http',
      routes: [
        { key: 'GET /admin/v1/profiles', scope: 'read' },
        { key: 'GET /admin/v1/profiles/{proxy+}', scope: 'read' },
        { key: 'GET /admin/v1/segments/{id}/members', scope: 'read' },
      ],
    },
    reads: {
      profiles: people,
      timeline: query,
      memberships: query,
      definitions: live,
      identitySecret: secret,
    },
    writes: {},
  },
} satisfies Record<string, FunctionDefinition>;

export type FunctionName = keyof typeof functions;
