import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { RunEngine } from '../../shared/journeys/run-store.ts';
import { partPrefix } from '../../shared/profiles/jobs/cut-parts.ts';
import type { Secrets } from '../../shared/profiles/jobs/mentions.ts';
import type { Person, Sweeps } from '../../shared/profiles/jobs/person.ts';
import { dynamoMembershipIndex } from '../aws/dynamo-memberships.ts';
import { cutBatch, cutEvents } from './cut-lines.ts';
import { sweepFailedEvents } from './sweep-failed-events.ts';
import { sweepJourneys } from './sweep-journeys.ts';
import { sweepExports, sweepObjects } from './sweep-objects.ts';
import {
  sweepGroups,
  sweepMemberships,
  sweepMergeStates,
  sweepSeenPages,
  sweepTimeline,
  sweepTimers,
} from './sweep-profile.ts';

export type SweepOptions = {
  readonly dynamo: DynamoDBClient;
  readonly s3: () => S3Client;
  readonly engine: RunEngine;
  readonly tables: Readonly<
    Record<'profiles' | 'timeline' | 'timers' | 'memberships' | 'journeys' | 'failedEvents', string>
  >;
  readonly buckets: Readonly<Record<'failures' | 'archive' | 'exports', string>>;
  loadSecrets(): Promise<Secrets>;
};

const DAY_MS = 86_400_000;

// an object of the archive is named after the time its first event reached the stream, which no event of theirs was before
const archiveStart = ({ firstSeen }: Person): string =>
  `events/${new Date(firstSeen - DAY_MS).toISOString().slice(0, 10).replaceAll('-', '/')}/`;

/** Every place of the stack that holds something of a person. */
export function erasureSweeps({ dynamo, s3, engine, tables, buckets, loadSecrets }: SweepOptions): Sweeps {
  const bucket = (name: keyof typeof buckets) => ({ client: s3, name: buckets[name] });
  const cutter =
    (cut: typeof cutEvents) =>
    async (text: string, { keys }: Person) =>
      cut(text, new Set(keys), await loadSecrets());
  return {
    seenPages: sweepSeenPages(dynamo, tables.profiles),
    mergeStates: sweepMergeStates(dynamo, tables.profiles),
    timeline: sweepTimeline(dynamo, tables.timeline),
    timers: sweepTimers(dynamo, tables.timers),
    memberships: sweepMemberships(dynamoMembershipIndex(dynamo, tables.memberships)),
    groups: sweepGroups(dynamo, tables.profiles),
    journeys: sweepJourneys({ dynamo, table: tables.journeys, engine }),
    failedEvents: sweepFailedEvents({
      dynamo,
      table: tables.failedEvents,
      payloads: bucket('failures'),
      loadIdentityKey: async () => (await loadSecrets()).identityKey,
    }),
    failedBatches: sweepObjects({
      bucket: bucket('failures'),
      prefix: 'aws/lambda/',
      startOf: () => 'aws/lambda/',
      cut: cutter(cutBatch),
    }),
    archive: sweepObjects({
      bucket: bucket('archive'),
      prefix: 'events/',
      startOf: archiveStart,
      cut: cutter(cutEvents),
    }),
    exports: sweepExports(bucket('exports'), partPrefix),
  };
}
