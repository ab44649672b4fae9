import type { FunctionDefinition } from './function-definition.ts';
import { batchWrite, get, httpTimeoutSeconds, live, people, put, query, secret } from './store-actions.ts';

/** The functions of the admin API by name. */
export const adminFunctions = {
  'manage-definitions': {
    purpose:
      'Serves the admin API for everything a marketer defines, and makes a state machine of each journey',
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
    // the secrets of sources are derived from the identity key
    reads: { definitions: [...live, 'dynamodb:Query'], memberships: query, identitySecret: secret },
    writes: { definitions: put, eventStream: ['kinesis:PutRecords'] },
    may: ['publishJourneys', 'startBackfills', 'explainBackfills'],
  },
  'read-profiles': {
    purpose:
      'Serves the admin API for profiles, their timelines and explanations, members of segments, runs of journeys and messages',
    errorImpact:
      'Support and marketers cannot look up a person, list a segment or see what was sent. Nothing else is affected.',
    memorySizeMegabytes: 512,
    timeoutSeconds: httpTimeoutSeconds,
    trigger: {
      type: 'http',
      routes: [
        { key: 'GET /admin/v1/profiles', scope: 'read' },
        { key: 'GET /admin/v1/profiles/{proxy+}', scope: 'read' },
        { key: 'GET /admin/v1/segments/{id}/members', scope: 'read' },
        { key: 'POST /admin/v1/segments/preview', scope: 'read' },
        { key: 'GET /admin/v1/journeys/{id}/runs', scope: 'read' },
        { key: 'GET /admin/v1/messages', scope: 'read' },
      ],
    },
    reads: {
      profiles: [...people, 'dynamodb:Scan'],
      timeline: query,
      memberships: query,
      journeys: query,
      definitions: live,
      identitySecret: secret,
    },
    writes: {},
    seldom: {
      'dynamodb:Query profiles': 'only to show what a split would make of a profile',
    },
  },
  'manage-jobs': {
    purpose: 'Serves the admin API for work on one person that takes a while: starts it, tells how far it is',
    errorImpact:
      'Nobody can ask for the export or the erasure of a person, fetch an export or undo a merge. What is under way goes on.',
    memorySizeMegabytes: 512,
    timeoutSeconds: httpTimeoutSeconds,
    trigger: {
      type: 'http',
      routes: [
        { key: 'POST /admin/v1/profiles/{id}/exports', scope: 'erase' },
        { key: 'POST /admin/v1/profiles/{id}/erasure', scope: 'erase' },
        { key: 'POST /admin/v1/profiles/{id}/splits', scope: 'write' },
        { key: 'GET /admin/v1/jobs/{id}', scope: 'read' },
        { key: 'GET /admin/v1/jobs/{id}/result', scope: 'erase' },
      ],
    },
    reads: { profiles: ['dynamodb:BatchGetItem'], jobs: get, exports: ['s3:GetObject'] },
    writes: { jobs: put },
  },
  'manage-failed-events': {
    purpose: 'Serves the admin API for events that could not be used: lists, counts, and sends them again',
    errorImpact: 'Nobody can look at failed events or drive them again. They are kept for 30 days.',
    memorySizeMegabytes: 512,
    timeoutSeconds: httpTimeoutSeconds,
    trigger: {
      type: 'http',
      routes: [
        { key: 'GET /admin/v1/failed-events', scope: 'read' },
        { key: 'GET /admin/v1/failed-events/{proxy+}', scope: 'read' },
        { key: 'POST /admin/v1/failed-events/redrive', scope: 'write' },
      ],
    },
    reads: {
      failedEvents: [...get, ...query],
      failedPayloads: ['s3:GetObject'],
      definitions: live,
      identitySecret: secret,
    },
    writes: { failedEvents: batchWrite, eventStream: ['kinesis:PutRecords'] },
    seldom: { 's3:GetObject failedPayloads': 'only what is too large for the table is in the bucket' },
  },
} satisfies Record<string, FunctionDefinition>;
