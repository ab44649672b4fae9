import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { functions } from '../../infra/functions.ts';
import { grantsOf, render } from '../support/template/grants.ts';
import { type Resource, synthesize } from '../support/template/synthesize.ts';

const template = synthesize();
const lambdas = template.ofType('AWS::Lambda::Function');
const nameOf = (lambda: Resource) => String(lambda.Properties.FunctionName).replace('tributary-prod-', '');
const byName = lambdas.map((lambda) => ({ name: nameOf(lambda), lambda }));
const variablesOf = (lambda: Resource) => lambda.Properties.Environment as { Variables: object }; // the template's own shape
// variables that name no store but what an ability is about
const ofAbilities = /^(JOURNEY_|BACKFILL_|DECIDE_|SEND_|SES_|PUBLIC_|PUSH_)/;
const tableOf = (id: RegExp) => template.ofType('AWS::DynamoDB::Table').find((table) => id.test(table.id));

// what a name in this account and region begins with, and what a resource of the stack is called
const ownName = /^arn:AWS::Partition:\w+:AWS::Region:AWS::AccountId:|^\w+\.Arn/;

describe('the template', () => {
  it('is the same text and the same assets whenever nothing has changed', () => {
    const again = synthesize();

    expect(again.text).toBe(template.text);
    expect(again.assets).toBe(template.assets);
  });

  it('uses plain resource types only', () => {
    const types = new Set(template.resources.map((resource) => resource.Type));

    expect([...types].sort()).toEqual([
      'AWS::ApiGatewayV2::Api',
      'AWS::ApiGatewayV2::Authorizer',
      'AWS::ApiGatewayV2::Integration',
      'AWS::ApiGatewayV2::Route',
      'AWS::ApiGatewayV2::Stage',
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Dashboard',
      'AWS::Cognito::UserPool',
      'AWS::Cognito::UserPoolClient',
      'AWS::Cognito::UserPoolDomain',
      'AWS::Cognito::UserPoolResourceServer',
      'AWS::DynamoDB::Table',
      'AWS::Events::Rule',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::Kinesis::Stream',
      'AWS::KinesisFirehose::DeliveryStream',
      'AWS::Lambda::EventInvokeConfig',
      'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogStream',
      'AWS::Logs::MetricFilter',
      'AWS::S3::Bucket',
      'AWS::S3::BucketPolicy',
      'AWS::SES::ConfigurationSet',
      'AWS::SES::ConfigurationSetEventDestination',
      'AWS::SNS::Subscription',
      'AWS::SNS::Topic',
      'AWS::SNS::TopicPolicy',
      ...['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy'],
      'AWS::SecretsManager::Secret',
      'AWS::StepFunctions::StateMachine',
    ]);
  });

  it('breaks on a finding of the policy check that nobody accepted', () => {
    const withOpenQueue = () => synthesize({ extend: (stack) => new Queue(stack, 'Open') });

    expect(withOpenQueue).toThrow('AwsSolutions-SQS4');
  });

  it('names and tags everything by its stage', () => {
    const staged = synthesize({ context: { stage: 'test' } });

    expect(staged.ofType('AWS::Lambda::Function').map((it) => it.Properties.FunctionName)).toContain(
      'tributary-test-ingest-events',
    );
    expect(staged.ofType('AWS::Kinesis::Stream')[0]?.Properties.Tags).toContainEqual({
      Key: 'stage',
      Value: 'test',
    });
  });

  it('tells where the API is', () => {
    expect(template.outputs).toEqual(['ApiUrl']);
  });
});

describe('functions', () => {
  it('are those of the list', () => {
    expect(byName.map(({ name }) => name)).toEqual(Object.keys(functions));
  });

  it.each(byName)('$name runs CommonJS on arm64 and Node 24', ({ lambda }) => {
    expect(lambda.Properties).toMatchObject({
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
    });
  });

  it.each(byName)('$name has an alarm that says what its failure means', ({ name }) => {
    const { errorImpact } = functions[name as keyof typeof functions]; // byName has the list's names
    const alarms = template.ofType('AWS::CloudWatch::Alarm');

    const texts = alarms.map((alarm) => String(alarm.Properties.AlarmDescription));
    expect(texts.filter((text) => text.includes(errorImpact))).not.toEqual([]);
    // the most that CloudWatch takes
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(1_024);
  });

  it.each(byName)('$name keeps its logs for 30 days', ({ lambda }) => {
    const { LogGroup } = lambda.Properties.LoggingConfig as { LogGroup: unknown }; // the template's own shape
    const group = template.resources.find((resource) => resource.id === render(LogGroup));

    expect(group?.Properties.RetentionInDays).toBe(30);
  });

  it.each(byName)('$name may use every store its environment names, and no other', ({ lambda }) => {
    const variables = Object.entries(variablesOf(lambda).Variables);
    const named = variables
      .filter(([variable, value]) => typeof value === 'object' && !ofAbilities.test(variable))
      .map(([, value]) => render(value));
    const used = grantsOf(template, lambda)
      .filter(
        ({ action }) =>
          !/^(logs|sqs|states|iam|ses|sns):|Stream|Shard|Records?$|ListBucket/.test(action) ||
          action === 'kinesis:PutRecords',
      )
      .filter(({ resource }) => !resource.includes('/aws/lambda/'))
      .map(({ resource }) => resource.replace(/\.Arn.*$/, ''));

    expect([...new Set(used)].sort()).toEqual(named.sort());
  });

  it('hold no wildcard but these', () => {
    const wild = byName.flatMap(({ name, lambda }) =>
      grantsOf(template, lambda)
        .filter(({ action, resource }) => `${action}${resource}`.includes('*'))
        .map(({ action, resource }) => `${name} ${action} ${resource.replace(ownName, '')}`),
    );

    const everywhere = ['events', 'aws/lambda'];
    expect(wild).toEqual([
      // a payload's object is named after the payload
      'ingest-events s3:PutObject /failed-events/*',
      // Lambda names what it leaves at an on-failure destination
      'update-profiles s3:PutObject /aws/lambda/*',
      // machines are named after journeys, executions after journeys and runs
      'react-to-profiles states:StartExecution stateMachine:tributary-prod-*',
      'react-to-profiles states:StopExecution execution:tributary-prod-*:*',
      // ListStreams is authorized on all streams of a table
      'react-to-profiles dynamodb:ListStreams /stream/*',
      'react-to-profiles s3:PutObject /aws/lambda/*',
      'manage-definitions states:CreateStateMachine stateMachine:tributary-prod-*',
      'manage-definitions states:UpdateStateMachine stateMachine:tributary-prod-*',
      // and each try of a backfill after what it brings to everybody
      'manage-definitions states:DescribeExecution execution:tributary-prod_backfill:*',
      // a part of an export is named after its job
      'manage-jobs s3:GetObject /exports/*',
      'manage-failed-events s3:GetObject /failed-events/*',
      'forget-profile s3:DeleteObject /exports/*',
      'forget-profile s3:PutObject /exports/*',
      'forget-profile states:StopExecution execution:tributary-prod-*:*',
      ...everywhere.map((prefix) => `forget-profile s3:DeleteObject /${prefix}/*`),
      ...everywhere.map((prefix) => `forget-profile s3:GetObject /${prefix}/*`),
      ...everywhere.map((prefix) => `forget-profile s3:PutObject /${prefix}/*`),
      'forget-profile s3:DeleteObject /failed-events/*',
      'forget-profile s3:GetObject /failed-events/*',
      'forget-profile dynamodb:ListStreams /stream/*',
      'forget-profile s3:PutObject /aws/lambda/*',
      'redrive-events dynamodb:ListStreams /stream/*',
      'redrive-events s3:PutObject /aws/lambda/*',
      // the workspace names the sender
      'send-message ses:SendRawEmail identity/*',
      // a phone number is no resource
      'send-message sns:Publish *',
    ]);
  });
});

describe('tables', () => {
  it.each([
    ['Profiles', 'node', 'part'],
    ['Timeline', 'profileId', 'chunk'],
    ['Memberships', 'segment', 'profileId'],
    ['Timers', 'minute', 'profileId'],
    ['Journeys', 'pk', 'sk'],
    ['FailedEvents', 'day', 'id'],
  ])('%s is keyed by %s and %s, and forgets what has expired', (name, hash, range) => {
    expect(tableOf(new RegExp(`^Data${name}`))?.Properties).toMatchObject({
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' },
        { AttributeName: range, KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it('keep jobs by their id, and bring each change to what advances them', () => {
    expect(tableOf(/^DataJobs/)?.Properties).toMatchObject({
      KeySchema: [{ AttributeName: 'jobId', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  it('keep definitions for good, ordered by number', () => {
    const definitions = tableOf(/^DataDefinitions/);

    expect(definitions?.Properties).toMatchObject({
      AttributeDefinitions: [
        { AttributeName: 'definition', AttributeType: 'S' },
        { AttributeName: 'version', AttributeType: 'N' },
      ],
    });
    expect(definitions?.Properties).not.toHaveProperty('TimeToLiveSpecification');
  });

  it('keep suppressions for good, by address', () => {
    const suppressions = tableOf(/^DataSuppressions/);

    expect(suppressions?.Properties).toMatchObject({
      KeySchema: [{ AttributeName: 'address', KeyType: 'HASH' }],
    });
    expect(suppressions?.Properties).not.toHaveProperty('TimeToLiveSpecification');
  });

  it('list runs and messages by journey and by profile, in time', () => {
    const keysOf = (hash: string) => [
      { AttributeName: hash, KeyType: 'HASH' },
      { AttributeName: 'at', KeyType: 'RANGE' },
    ];

    expect(tableOf(/^DataJourneys/)?.Properties.GlobalSecondaryIndexes).toMatchObject([
      { IndexName: 'byJourney', KeySchema: keysOf('journeyId'), Projection: { ProjectionType: 'ALL' } },
      { IndexName: 'byProfile', KeySchema: keysOf('profileId'), Projection: { ProjectionType: 'ALL' } },
    ]);
  });

  it('stream the changes of profiles, before and after', () => {
    expect(tableOf(/^DataProfiles/)?.Properties.StreamSpecification).toEqual({
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    });
  });

  it.each(template.ofType('AWS::DynamoDB::Table'))('$id is encrypted, recoverable and kept', (table) => {
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
      },
    });
  });

  it('go away with a dev stack', () => {
    for (const table of synthesize({ context: { dev: 'true' } }).ofType('AWS::DynamoDB::Table')) {
      expect(table).toMatchObject({
        DeletionPolicy: 'Delete',
        Properties: {
          DeletionProtectionEnabled: false,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
        },
      });
    }
  });

  it('are encrypted with a key of the stack when asked', () => {
    const withKey = synthesize({ context: { cmk: 'true' } });

    expect(withKey.ofType('AWS::KMS::Key')).toHaveLength(1);
    for (const table of withKey.ofType('AWS::DynamoDB::Table')) {
      expect(table.Properties.SSESpecification).toMatchObject({ SSEType: 'KMS' });
    }
  });
});

describe('the event stream', () => {
  it('has one shard unless told otherwise', () => {
    const [stream] = template.ofType('AWS::Kinesis::Stream');
    const [wide] = synthesize({ context: { shards: '4' } }).ofType('AWS::Kinesis::Stream');

    expect(stream?.Properties).toMatchObject({ ShardCount: 1, RetentionPeriodHours: 24 });
    expect(wide?.Properties).toMatchObject({ ShardCount: 4 });
  });

  it('scales by itself on demand', () => {
    const onDemand = synthesize({ context: { streamMode: 'on-demand' } });

    const [stream] = onDemand.ofType('AWS::Kinesis::Stream');
    expect(stream?.Properties.StreamModeDetails).toEqual({ StreamMode: 'ON_DEMAND' });
    expect(stream?.Properties).not.toHaveProperty('ShardCount');
  });
});
