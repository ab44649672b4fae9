import { rm } from 'node:fs/promises';
import { CreateStateMachineCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { adminClient } from '../../../../infra/cli/cloud/admin-client.ts';
import { type Cloud, startCloud } from '../../../../infra/local/cloud.ts';
import { seedCloud } from '../../../../infra/local/demo/seed.ts';
import { assemblyFolder } from '../../../support/cloud/assembly.ts';
import { changedAssembly, type Template } from '../../../support/cloud/changed-assembly.ts';

const shop = new URL('../../../fixtures/assembly', import.meta.url).pathname;
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function startChanged(
  assembly: string,
  stack: string,
  change: (template: Template) => void,
): Promise<Cloud> {
  const folder = await changedAssembly(assembly, stack, change);
  endings.push(() => rm(folder, { recursive: true }));
  const cloud = await startCloud({ assembly: folder, port: 0, awsPort: 0 });
  endings.push(() => cloud.stop());
  return cloud;
}

const startShop = (change: (template: Template) => void) => startChanged(shop, 'Shop', change);

/** Adds to what a role of the fixture may do. */
const narrow =
  (...statements: object[]) =>
  ({ Resources }: Template) =>
    void Object.assign(Resources.RoleD4?.Properties ?? {}, {
      Policies: [
        {
          PolicyName: 'all',
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }, ...statements] },
        },
      ],
    });
const deny = (Action: string, Resource = '*') => ({ Effect: 'Deny', Action, Resource });

const order = (cloud: Cloud) =>
  fetch(`${cloud.publicUrl}/orders`, { method: 'POST', body: JSON.stringify({ user: 'anna' }) });
const logged = (cloud: Cloud, name: string) =>
  cloud
    .logs(name)
    .map(({ text }) => text)
    .join('\n');
const denied = (cloud: Cloud) =>
  cloud.iam().denials.map(({ principal, action }) => `${principal.split('/').at(-1)} ${action}`);

describe('a function of the shipped template with too narrow a policy', () => {
  type Statement = { Action: string | string[]; Resource: unknown };
  const ofIngest = ({ Resources }: Template) => {
    const [, policy] =
      Object.entries(Resources).find(([id]) => id.startsWith('IngestEventsRoleDefaultPolicy')) ?? [];
    return policy?.Properties.PolicyDocument as { Statement: Statement[] }; // as CloudFormation defines it
  };
  const isAbout = (action: string) => (statement: Statement) => [statement.Action].flat().includes(action);

  it.each([
    {
      how: 'without an action',
      action: 'secretsmanager:GetSecretValue',
      narrowing(template: Template) {
        const document = ofIngest(template);
        document.Statement = document.Statement.filter(
          (each) => !isAbout('secretsmanager:GetSecretValue')(each),
        );
      },
    },
    {
      how: 'with another resource',
      action: 'dynamodb:GetItem',
      narrowing(template: Template) {
        const statement = ofIngest(template).Statement.find(isAbout('dynamodb:BatchGetItem'));
        Object.assign(statement ?? {}, { Resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/other' });
      },
    },
  ])('$how fails with AccessDenied, in its log and in the list', async ({ action, narrowing }) => {
    const cloud = await startChanged(assemblyFolder, 'Tributary', narrowing);
    const sources = await seedCloud(adminClient({ url: cloud.publicUrl, token: cloud.adminToken }));
    const key = sources.find(({ kind }) => kind === 'server')?.writeKey ?? '';

    const { status } = await fetch(`${cloud.publicUrl}/v1/batch`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
      },
      body: JSON.stringify({ batch: [{ type: 'track', userId: 'anna', event: 'Product Viewed' }] }),
    });

    expect(status).toBe(500);
    expect(logged(cloud, 'ingest-events')).toContain('AccessDeniedException');
    const answer = await fetch(`${cloud.awsUrl}/_local/iam`);
    const { denials } = (await answer.json()) as { denials: { action: string; message: string }[] }; // checked below
    expect(denials.map((denial) => denial.action)).toContain(action);
    expect(denials[0]?.message).toMatch(
      /^User: arn:aws:sts::000000000000:assumed-role\/.+\/tributary-prod-ingest-events is not authorized to perform: (dynamodb|secretsmanager):\w+ on resource: .+ because no identity-based policy allows the .+ action$/,
    );
  });
});

describe('what others than functions may do', () => {
  it('counts what was allowed and names who asked', async () => {
    const cloud = await startShop(narrow());

    await order(cloud);
    await cloud.drain();

    const accept = cloud.iam().functions.find((each) => each.function === 'shop-accept');
    expect(accept?.calls[0]).toMatchObject({ action: '*', resource: '*' });
    expect(accept?.calls[0]?.count).toBeGreaterThan(0);
    expect(denied(cloud)).toEqual([]);
  });

  it('denies what a statement denies, with AWS own words', async () => {
    const cloud = await startShop(narrow(deny('kinesis:PutRecord')));

    expect((await order(cloud)).status).toBe(500);
    expect(logged(cloud, 'accept')).toContain('with an explicit deny in an identity-based policy');
  });

  it.each([
    ['no permission', undefined],
    // the ARN of the route $default has no method
    ['a permission for routes with a method', 'arn:aws:execute-api:us-east-1:000000000000:api/*/*/*'],
  ])('keeps the API from a function with %s', async (_name, SourceArn) => {
    const cloud = await startShop(({ Resources }) => {
      if (SourceArn === undefined) delete Resources.ApiPermission;
      else Object.assign(Resources.ApiPermission?.Properties ?? {}, { SourceArn });
    });

    const answer = await order(cloud);

    expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(denied(cloud)).toEqual(['apigateway.amazonaws.com lambda:InvokeFunction']);
  });

  it('keeps a rule from a function that does not let it in', async () => {
    const cloud = await startShop(({ Resources }) => {
      delete Resources.WakePermission;
      // without it the rule runs in every minute
      Object.assign(Resources.WakeRule ?? {}, { Metadata: {} });
    });

    await cloud.advance(60_000);

    expect(denied(cloud)).toContain('events.amazonaws.com lambda:InvokeFunction');
    expect(cloud.operations().filter(({ operation }) => operation === 'PutItem')).toEqual([]);
  });

  it('fails an execution whose role may not invoke the function of a step', async () => {
    const cloud = await startShop(({ Resources }) => {
      const statement = {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: 'arn:aws:lambda:*:*:function:shop-note',
      };
      const Policies = [{ PolicyName: 'some', PolicyDocument: { Statement: [statement] } }];
      Object.assign(Resources.JourneysRole?.Properties ?? {}, { Policies });
    });
    const sfn = new SFNClient({
      endpoint: cloud.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    endings.push(async () => sfn.destroy());
    const Parameters = { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:shop-sell' };
    const sell = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters, End: true };
    const definition = JSON.stringify({ StartAt: 'sell', States: { sell } });
    const roleArn = 'arn:aws:iam::000000000000:role/journeys';
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({ name: 'shop-sell', definition, roleArn }),
    );

    await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await cloud.drain();

    expect(denied(cloud)).toEqual(['states lambda:InvokeFunction']);
    expect(cloud.transitions().map(({ status }) => status)).toEqual(['FAILED']);
  });

  it('loses what a function writes when it may not write logs', async () => {
    const cloud = await startShop(narrow(deny('logs:PutLogEvents')));

    await order(cloud);
    await cloud.drain();

    expect(cloud.logs('tell')).toEqual([]);
    expect(denied(cloud)).toContain('shop-tell logs:PutLogEvents');
  });
});

describe('a deployment stops', () => {
  it.each([
    [
      'at an event source that the role may not read',
      narrow(deny('kinesis:GetRecords')),
      'kinesis:GetRecords on resource: arn:aws:kinesis',
      'at Shop/Store/Mapping/Resource',
    ],
    [
      'at a destination that it may not write to',
      narrow(deny('s3:ListBucket')),
      's3:ListBucket on resource: arn:aws:s3:::',
      'at Shop/Store/Mapping/Resource',
    ],
    [
      'at a function whose role Lambda may not assume',
      ({ Resources }: Template) =>
        void Object.assign(Resources.RoleD4?.Properties ?? {}, {
          AssumeRolePolicyDocument: { Statement: [] },
        }),
      'cannot be assumed by Lambda',
      'at Shop/Accept/Resource',
    ],
  ])('%s', async (_name, change, reason, place) => {
    const starting = startShop(change);

    await expect(starting).rejects.toThrow(reason);
    await expect(starting).rejects.toThrow(place);
  });
});
