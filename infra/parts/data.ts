import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { EventStream } from '../constructs/event-stream.ts';

import { FailureBucket } from '../constructs/failure-bucket.ts';
import type { Store } from '../constructs/store.ts';
import { HouseTable, type HouseTableProps } from '../constructs/table.ts';
import type { Settings } from '../settings.ts';
import { ExportBucket } from './export-bucket.ts';

/** What each table is keyed by, and how functions know it. */
const tables = {
  profiles: {
    variable: 'PROFILES_TABLE',
    hash: 'node',
    range: 'part',
    expires: true,
    changeStream: true,
  },
  timeline: {
    variable: 'TIMELINE_TABLE',
    hash: 'profileId',
    range: 'chunk',
    expires: true,
  },
  memberships: {
    variable: 'MEMBERSHIPS_TABLE',
    hash: 'segment',
    range: 'profileId',
    expires: true,
  },
  timers: {
    variable: 'TIMERS_TABLE',
    hash: 'minute',
    range: 'profileId',
    expires: true,
  },
  journeys: {
    variable: 'JOURNEYS_TABLE',
    hash: 'pk',
    range: 'sk',
    expires: true,
    indexes: {
      byJourney: { hash: 'journeyId', range: 'at' },
      byProfile: { hash: 'profileId', range: 'at' },
    },
  },
  suppressions: {
    variable: 'SUPPRESSIONS_TABLE',
    hash: 'address',
  },
  definitions: {
    variable: 'DEFINITIONS_TABLE',
    hash: 'definition',
    range: 'version',
    rangeType: AttributeType.NUMBER,
  },
  failedEvents: {
    variable: 'FAILED_EVENTS_TABLE',
    hash: 'day',
    range: 'id',
    expires: true,
    changeStream: true,
  },
  jobs: {
    variable: 'JOBS_TABLE',
    hash: 'jobId',
    expires: true,
    changeStream: true,
  },
} satisfies Record<string, Omit<HouseTableProps, 'dev' | 'key'>>;

/** Everything that keeps data; functions reach each store by its name here. */
export class Data extends Construct {
  readonly key: Key | undefined;
  readonly eventStream: EventStream;
  readonly profiles: HouseTable;
  readonly timeline: HouseTable;
  readonly memberships: HouseTable;
  readonly timers: HouseTable;
  readonly journeys: HouseTable;
  readonly suppressions: HouseTable;
  readonly definitions: HouseTable;
  readonly failedEvents: HouseTable;
  readonly failedPayloads: FailureBucket;
  readonly jobs: HouseTable;
  readonly exports: ExportBucket;
  readonly identitySecret: Store;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.key = settings.cmk ? this.createKey(settings) : undefined;
    const common = { dev: settings.dev, key: this.key };
    const table = (name: string, props: Omit<HouseTableProps, 'dev' | 'key'>) =>
      new HouseTable(this, name, { ...common, ...props });
    this.eventStream = new EventStream(this, 'EventStream', { settings, key: this.key });
    this.profiles = table('Profiles', tables.profiles);
    this.timeline = table('Timeline', tables.timeline);
    this.memberships = table('Memberships', tables.memberships);
    this.timers = table('Timers', tables.timers);
    this.journeys = table('Journeys', tables.journeys);
    this.suppressions = table('Suppressions', tables.suppressions);
    this.definitions = table('Definitions', tables.definitions);
    this.failedEvents = table('FailedEvents', tables.failedEvents);
    this.failedPayloads = new FailureBucket(this, 'FailedPayloads', {
      ...common,
      variable: 'FAILED_EVENTS_BUCKET',
    });
    this.jobs = table('Jobs', tables.jobs);
    this.exports = new ExportBucket(this, 'Exports', { ...common, variable: 'EXPORTS_BUCKET' });
    this.identitySecret = this.createIdentitySecret(settings);
  }

  /** The streams that a function can consume, by the store they belong to. */
  get streams() {
    return {
      eventStream: this.eventStream,
      profiles: this.profiles.changes(),
      failedEvents: this.failedEvents.changes(),
      jobs: this.jobs.changes(),
    };
  }

  private createKey(settings: Settings): Key {
    return new Key(this, 'Key', {
      description: `Tributary ${settings.stage}: encrypts every store of the stack`,
      enableKeyRotation: true,
      removalPolicy: settings.dev ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
  }

  private createIdentitySecret(settings: Settings): Store {
    const secret = new Secret(this, 'IdentitySecret', {
      description: 'The key of the hashes that stand for identifiers; a profile cannot be found without it',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: settings.dev ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      ...(this.key ? { encryptionKey: this.key } : {}),
    });
    acknowledge(secret, {
      SMG4: 'every key of every profile is a hash under this secret: rotating it would lose them all',
    });
    return { variable: 'IDENTITY_SECRET', value: secret.secretArn, arn: secret.secretArn, key: this.key };
  }
}

/** The stores that a function can read or write. */
export type StoreName = { [Name in keyof Data]: Data[Name] extends Store ? Name : never }[keyof Data];
