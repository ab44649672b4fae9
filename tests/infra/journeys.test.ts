import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { grantsOf } from '../support/template/grants.ts';
import { type Resource, synthesize } from '../support/template/synthesize.ts';

const application = 'arn:aws:sns:eu-central-1:123456789012:app/GCM/shop';
const template = synthesize();
const withPush = synthesize({ context: { pushApplication: application } });

function lambdaOf(name: string, from = template): Resource {
  const found = from
    .ofType('AWS::Lambda::Function')
    .find((it) => it.Properties.FunctionName === `tributary-prod-${name}`);
  if (!found) throw new Error(`the template has no function ${name}`);
  return found;
}
const roleOf = (id: RegExp) => template.ofType('AWS::IAM::Role').find((role) => id.test(role.id));
const machineRole = roleOf(/^JourneysRole/);
const variablesOf = (lambda: Resource) =>
  z.object({ Variables: z.record(z.string(), z.unknown()) }).parse(lambda.Properties.Environment).Variables;

describe('the role of the state machines', () => {
  it('is taken by Step Functions only, for the machines of this stage', () => {
    expect(machineRole?.Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'states.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
    expect(JSON.stringify(machineRole?.Properties)).toContain(':stateMachine:tributary-prod-*');
  });

  it('may call the functions of steps, and deliver logs', () => {
    const role = { ...lambdaOf('close-runs'), Properties: { Role: { Ref: machineRole?.id } } };
    const grants = grantsOf(template, role);

    const invoked = grants.filter(({ action }) => action === 'lambda:InvokeFunction');
    expect(invoked.map(({ resource }) => resource)).toEqual([
      `${lambdaOf('decide-step').id}.Arn`,
      `${lambdaOf('send-message').id}.Arn`,
    ]);
    const others = grants.filter(({ action }) => action !== 'lambda:InvokeFunction');
    expect(others.every(({ action }) => action.startsWith('logs:'))).toBe(true);
  });

  it('can be given to a machine by manage-definitions alone', () => {
    const passing = template
      .ofType('AWS::Lambda::Function')
      .filter((lambda) => grantsOf(template, lambda).some(({ action }) => action === 'iam:PassRole'));

    expect(passing.map(({ Properties }) => Properties.FunctionName)).toEqual([
      'tributary-prod-manage-definitions',
    ]);
    expect(template.text).toContain('"iam:PassedToService": "states.amazonaws.com"');
  });
});

describe('the log group of the state machines', () => {
  it('lies where machines do not fill up the resource policy for logs', () => {
    const names = template.ofType('AWS::Logs::LogGroup').map((group) => group.Properties.LogGroupName);

    expect(names).toContain('/aws/vendedlogs/states/tributary-prod');
  });
});

describe('publishing journeys', () => {
  it('knows what a machine is made of', () => {
    const variables = variablesOf(lambdaOf('manage-definitions'));

    expect(variables).toMatchObject({
      JOURNEY_NAME_PREFIX: 'tributary-prod-',
      JOURNEY_ROLE: { 'Fn::GetAtt': [machineRole?.id, 'Arn'] },
      DECIDE_STEP_FUNCTION: { 'Fn::GetAtt': [lambdaOf('decide-step').id, 'Arn'] },
      SEND_MESSAGE_FUNCTION: { 'Fn::GetAtt': [lambdaOf('send-message').id, 'Arn'] },
    });
  });
});

describe('sending', () => {
  const pushGrants = (from: typeof template) =>
    grantsOf(from, lambdaOf('send-message', from)).filter(({ resource }) => resource.includes('GCM/shop'));

  it('tags emails with a configuration set of its own', () => {
    const [set] = template.ofType('AWS::SES::ConfigurationSet');

    expect(set?.Properties.Name).toBe('tributary-prod');
    expect(variablesOf(lambdaOf('send-message')).SES_CONFIGURATION_SET).toBe('tributary-prod');
  });

  it('has no push without a platform application', () => {
    expect(variablesOf(lambdaOf('send-message')).PUSH_APPLICATION).toBe('');
    expect(pushGrants(template)).toEqual([]);
  });

  it('pushes to the devices of the platform application it is given', () => {
    expect(variablesOf(lambdaOf('send-message', withPush)).PUSH_APPLICATION).toBe(application);
    expect(pushGrants(withPush)).toEqual([
      { action: 'sns:Publish', resource: 'arn:aws:sns:eu-central-1:123456789012:endpoint/GCM/shop/*' },
      { action: 'sns:CreatePlatformEndpoint', resource: application },
    ]);
  });

  it('links to the API', () => {
    const [api] = template.ofType('AWS::ApiGatewayV2::Api');

    expect(variablesOf(lambdaOf('send-message')).PUBLIC_URL).toEqual({
      'Fn::GetAtt': [api?.id, 'ApiEndpoint'],
    });
  });
});

describe('reading runs and messages', () => {
  it('asks the table and both of its indexes', () => {
    const table = template.ofType('AWS::DynamoDB::Table').find(({ id }) => id.startsWith('DataJourneys'));
    const queried = grantsOf(template, lambdaOf('read-profiles'))
      .filter(({ resource }) => resource.startsWith(`${table?.id}.`))
      .map(({ action, resource }) => `${action} ${resource.replace(`${table?.id}.Arn`, '')}`);

    expect(queried).toEqual(['dynamodb:Query /index/byJourney', 'dynamodb:Query /index/byProfile']);
  });
});
