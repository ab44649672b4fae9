import { describe, expect, it } from 'vitest';
import { grantsOf, render } from '../support/template/grants.ts';
import { synthesize } from '../support/template/synthesize.ts';

const template = synthesize();
const lambdaOf = (name: string) =>
  template
    .ofType('AWS::Lambda::Function')
    .find((it) => it.Properties.FunctionName === `tributary-prod-${name}`);
const mappingOf = (name: string) =>
  template
    .ofType('AWS::Lambda::EventSourceMapping')
    .find((mapping) => render(mapping.Properties.FunctionName) === lambdaOf(name)?.id);

describe('event source mappings', () => {
  it.each(['update-profiles', 'react-to-profiles'])('of %s lose nothing and never block for ever', (name) => {
    expect(mappingOf(name)?.Properties).toMatchObject({
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 1,
      ParallelizationFactor: 4,
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      // below the 24 hours that both kinds of stream keep
      MaximumRecordAgeInSeconds: 72_000,
    });
  });

  it.each(['update-profiles', 'react-to-profiles'])(
    'of %s keep what still fails, payload included',
    (name) => {
      const [bucket] = template.ofType('AWS::S3::Bucket');
      const lambda = lambdaOf(name);

      expect(mappingOf(name)?.Properties.DestinationConfig).toEqual({
        OnFailure: { Destination: { 'Fn::GetAtt': [bucket?.id, 'Arn'] } },
      });
      expect(lambda && grantsOf(template, lambda)).toContainEqual({
        action: 's3:PutObject',
        resource: `${bucket?.id}.Arn/aws/lambda/*`,
      });
    },
  );

  it.each(['update-profiles', 'react-to-profiles'])('give %s at least a minute for a batch', (name) => {
    expect(Number(lambdaOf(name)?.Properties.Timeout)).toBeGreaterThanOrEqual(60);
  });

  it('pass on only profile writes that decided something', () => {
    const pattern = { dynamodb: { NewImage: { effects: { S: [{ exists: true }] } } } };

    expect(mappingOf('react-to-profiles')?.Properties.FilterCriteria).toEqual({
      Filters: [{ Pattern: JSON.stringify(pattern) }],
    });
    expect(mappingOf('update-profiles')?.Properties).not.toHaveProperty('FilterCriteria');
  });

  it('drive only what the stream did not take again, until it takes it or 20 hours are over', () => {
    const pattern = {
      eventName: ['INSERT'],
      dynamodb: { NewImage: { code: { S: ['stream_unavailable'] } } },
    };

    const properties = mappingOf('redrive-events')?.Properties;
    expect(properties).toMatchObject({
      MaximumRecordAgeInSeconds: 72_000,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] },
    });
    expect(properties).not.toHaveProperty('MaximumRetryAttempts');
  });

  it('wait as long for a batch as the setting says', () => {
    const eager = synthesize({ context: { batchWindow: '0' } });

    const windows = eager
      .ofType('AWS::Lambda::EventSourceMapping')
      .filter(({ Properties }) => 'StartingPosition' in Properties)
      .map((mapping) => mapping.Properties.MaximumBatchingWindowInSeconds);
    expect(windows).toEqual([0, 0, 0, 0]);
  });
});

describe('routes', () => {
  it('let anyone reach the collector and the links in messages, and only tokens with the right scope the admin API', () => {
    const routes = template.ofType('AWS::ApiGatewayV2::Route').map((route) => route.Properties);

    const access = routes.map((route) => [
      route.RouteKey,
      route.AuthorizationType,
      route.AuthorizationScopes,
    ]);
    expect(access).toEqual([
      ['$default', 'NONE', undefined],
      ['GET /admin/v1/{proxy+}', 'JWT', ['tributary/read']],
      ['PUT /admin/v1/{proxy+}', 'JWT', ['tributary/write']],
      ['POST /admin/v1/{proxy+}', 'JWT', ['tributary/write']],
      ['DELETE /admin/v1/{proxy+}', 'JWT', ['tributary/write']],
      ['GET /admin/v1/profiles', 'JWT', ['tributary/read']],
      ['GET /admin/v1/profiles/{proxy+}', 'JWT', ['tributary/read']],
      ['GET /admin/v1/segments/{id}/members', 'JWT', ['tributary/read']],
      ['POST /admin/v1/segments/preview', 'JWT', ['tributary/read']],
      ['GET /admin/v1/journeys/{id}/runs', 'JWT', ['tributary/read']],
      ['GET /admin/v1/messages', 'JWT', ['tributary/read']],
      ['POST /admin/v1/profiles/{id}/exports', 'JWT', ['tributary/erase']],
      ['POST /admin/v1/profiles/{id}/erasure', 'JWT', ['tributary/erase']],
      ['POST /admin/v1/profiles/{id}/splits', 'JWT', ['tributary/write']],
      ['GET /admin/v1/jobs/{id}', 'JWT', ['tributary/read']],
      ['GET /admin/v1/jobs/{id}/result', 'JWT', ['tributary/erase']],
      ['GET /admin/v1/failed-events', 'JWT', ['tributary/read']],
      ['GET /admin/v1/failed-events/{proxy+}', 'JWT', ['tributary/read']],
      ['POST /admin/v1/failed-events/redrive', 'JWT', ['tributary/write']],
      ['GET /u/{token}', 'NONE', undefined],
      ['POST /u/{token}', 'NONE', undefined],
    ]);
  });

  it('accept the tokens of the stack for the scopes it defines', () => {
    const [pool] = template.ofType('AWS::Cognito::UserPool');
    const [client] = template.ofType('AWS::Cognito::UserPoolClient');
    const [authorizer] = template.ofType('AWS::ApiGatewayV2::Authorizer');

    expect(authorizer?.Properties.JwtConfiguration).toEqual({
      Audience: [{ Ref: client?.id }],
      Issuer: { 'Fn::GetAtt': [pool?.id, 'ProviderURL'] },
    });
    expect(client?.Properties.AllowedOAuthScopes).toEqual([
      'openid',
      'tributary/read',
      'tributary/write',
      'tributary/erase',
    ]);
  });

  it('leave CORS to the functions', () => {
    expect(template.ofType('AWS::ApiGatewayV2::Api')[0]?.Properties).not.toHaveProperty('CorsConfiguration');
  });
});

const ruleOf = (construct: RegExp) =>
  template.ofType('AWS::Events::Rule').find((rule) => construct.test(rule.id));
const queueOf = (construct: RegExp) =>
  template.ofType('AWS::SQS::Queue').find((queue) => construct.test(queue.id));

describe('the minute rule', () => {
  const rule = ruleOf(/^WakeProfiles/);

  it('calls every minute, and names the table that tells which minutes have work', () => {
    expect(rule?.Properties.ScheduleExpression).toBe('rate(1 minute)');
    const table = template.ofType('AWS::DynamoDB::Table').find(({ id }) => id.startsWith('DataTimers'));
    expect(rule?.Metadata.TributaryDueMinutes).toEqual({ Table: { Ref: table?.id }, Attribute: 'minute' });
  });
});

describe('the rule for executions', () => {
  const rule = ruleOf(/^CloseRuns/);

  it('tells of every run of this stage that ended other than by its last step', () => {
    const { EventPattern } = rule?.Properties ?? {};

    expect(EventPattern).toMatchObject({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    });
    expect(JSON.stringify(EventPattern)).toMatch(/stateMachineArn.*prefix.*:stateMachine:tributary-prod-/);
  });

  it('calls close-runs', () => {
    expect(rule?.Properties.Targets).toMatchObject([
      { Arn: { 'Fn::GetAtt': [lambdaOf('close-runs')?.id, 'Arn'] } },
    ]);
  });
});

describe.each([
  ['WakeProfiles', 'wake-profiles'],
  ['CloseRuns', 'close-runs'],
])('the rule of %s', (construct, name) => {
  const rule = ruleOf(new RegExp(`^${construct}`));
  const queue = queueOf(new RegExp(`^${construct}`));

  it('keeps what fails, whether it never arrived or the function failed', () => {
    const queueArn = { 'Fn::GetAtt': [queue?.id, 'Arn'] };
    const retry = template
      .ofType('AWS::Lambda::EventInvokeConfig')
      .find(({ Properties }) => render(Properties.FunctionName) === lambdaOf(name)?.id);

    expect(rule?.Properties.Targets).toMatchObject([{ DeadLetterConfig: { Arn: queueArn } }]);
    expect(retry?.Properties).toMatchObject({
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: queueArn } },
    });
  });

  it('raises an alarm for what waits there', () => {
    const alarms = template.ofType('AWS::CloudWatch::Alarm').map((alarm) => alarm.Properties);

    expect(alarms).toContainEqual(
      expect.objectContaining({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 1,
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue?.id, 'QueueName'] } }],
      }),
    );
  });
});
