import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../infra/local/cloud.ts';

const assembly = new URL('../../fixtures/assembly', import.meta.url).pathname;
const DAY = 86_400_000;

const sell = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:shop-sell', 'Payload.$': '$' },
  ResultSelector: { 'sold.$': '$.Payload.sold' },
  ResultPath: '$.result',
};
const definition = {
  StartAt: 'hold',
  States: {
    hold: { Type: 'Wait', SecondsPath: '$.wait', Next: 'sell' },
    sell: {
      ...sell,
      Retry: [{ ErrorEquals: ['Runtime.ExitError', 'SoldOutForNow'], IntervalSeconds: 900, MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['RunCancelled'], Next: 'cancelled', ResultPath: '$.caught' }],
      End: true,
    },
    cancelled: { Type: 'Succeed' },
  },
};

describe('state machines in the local cloud', () => {
  let cloud: Cloud;
  let machine: string | undefined;
  let clients: { sfn: SFNClient; ses: SESClient; dynamoDb: DynamoDBClient };
  beforeAll(async () => {
    cloud = await startCloud({ assembly, port: 0, awsPort: 0 });
    cloud.clock.freeze();
    const config = {
      endpoint: cloud.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    };
    clients = {
      sfn: new SFNClient(config),
      ses: new SESClient(config),
      dynamoDb: new DynamoDBClient(config),
    };
    const roleArn = 'arn:aws:iam::000000000000:role/journeys';
    const command = new CreateStateMachineCommand({
      ...{ name: 'shop-cart', definition: JSON.stringify(definition), roleArn },
    });
    machine = (await clients.sfn.send(command)).stateMachineArn;
  });
  afterAll(async () => {
    for (const client of Object.values(clients)) client.destroy();
    await cloud.stop();
  });

  const start = async (name: string, input: object) => {
    const command = new StartExecutionCommand({
      stateMachineArn: machine,
      name,
      input: JSON.stringify(input),
    });
    return (await clients.sfn.send(command)).executionArn;
  };
  const describeExecution = (executionArn: string | undefined) =>
    clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
  const stored = async (day: string) => {
    const { Items } = await clients.dynamoDb.send(
      new QueryCommand({
        TableName: 'shop-OrdersB2',
        KeyConditionExpression: '#day = :day',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: { ':day': { S: day } },
      }),
    );
    return Items?.map(({ at }) => at?.S) ?? [];
  };
  const transitions = (arn: string | undefined) =>
    cloud.transitions().find((each) => each.arn === arn)?.transitions;

  it('wait on the virtual clock and call functions', async () => {
    const executionArn = await start('kettle', { wait: 40 * 86_400, item: 'kettle' });

    const settled = await cloud.drain();
    const before = await stored('sold');
    const moved = await cloud.advance(40 * DAY);

    expect([settled, moved]).toEqual([{ drained: true }, { drained: true }]);
    expect(before).not.toContain('kettle');
    expect(await stored('sold')).toContain('kettle');
    const { status, output } = await describeExecution(executionArn);
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(output ?? '')).toMatchObject({ item: 'kettle', result: { sold: 'kettle' } });
    expect(transitions(executionArn)).toBe(3);
  });

  it('catch an error of a function by the name that it threw', async () => {
    const executionArn = await start('cancelled', { wait: 1, wrong: 'RunCancelled' });

    await cloud.advance(1_000);

    const { status, output } = await describeExecution(executionArn);
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(output ?? '')).toMatchObject({ caught: { Error: 'RunCancelled' } });
  });

  it('repeat after an error and tell their rule when it stays', async () => {
    const executionArn = await start('sold-out', { wait: 1, wrong: 'SoldOutForNow' });

    await cloud.advance(1_000);
    const during = await describeExecution(executionArn);
    await cloud.advance(900_000);

    expect(during.status).toBe('RUNNING');
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'FAILED', error: 'SoldOutForNow' });
    expect(await stored('ended')).toEqual(['sold-out FAILED']);
  });

  it.each([
    ['crashBefore', [], ['cup-crashBefore']],
    ['crashAfter', ['cup-crashAfter'], ['cup-crashAfter']],
  ] as const)('repeat after the process of a function died: %s', async (kind, before, after) => {
    const item = `cup-${kind}`;
    let faults = 0;
    const end = cloud.faults.inject(({ service, operation, functionName, body }) => {
      const isMine = service === 'dynamodb' && operation === 'PutItem' && body.includes(item);
      return isMine && functionName === 'shop-sell' && ++faults === 1 ? { kind } : undefined;
    });
    const executionArn = await start(item, { wait: 1, item });
    const sold = async () => (await stored('sold')).filter((at) => at === item);

    await cloud.advance(1_000);
    const inBetween = await sold();
    await cloud.advance(900_000);
    end();

    expect(inBetween).toEqual(before);
    expect(await sold()).toEqual(after);
    expect(faults).toBe(2);
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('lose an answer, and the function sees its call fail', async () => {
    const end = cloud.faults.inject(({ operation, body }) =>
      operation === 'PutItem' && body.includes('bowl') ? { kind: 'lostResponse' } : undefined,
    );
    const { functionError, payload } = await cloud.invoke('sell', { item: 'bowl' });
    end();

    expect(functionError).toBe('Unhandled');
    expect(JSON.parse(payload)).toMatchObject({ errorType: 'TypeError', errorMessage: 'fetch failed' });
    expect(await stored('sold')).toContain('bowl');
  });

  it('show what SES accepted', async () => {
    await clients.ses.send(
      new SendRawEmailCommand({
        Destinations: ['ana@example.com'],
        ConfigurationSetName: 'shop-mail',
        RawMessage: { Data: Buffer.from('From: shop@example.com\r\nSubject: Hi\r\n\r\nHello') },
      }),
    );

    const list = async (query: string) => (await fetch(`${cloud.awsUrl}/_local/messages${query}`)).json();

    expect(await list('?channel=email&to=ana@example.com')).toMatchObject({
      items: [{ channel: 'email', subject: 'Hi', text: 'Hello' }],
    });
    expect(await list('?channel=sms')).toEqual({ items: [] });
    expect(cloud.operations()).toContainEqual({
      ...{ service: 'ses', operation: 'SendRawEmail', resource: '', count: 1 },
    });
  });
});

describe('a local cloud with executions that stops', () => {
  it('goes on with their waits when it is back', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tributary-machines-'));
    const run = async (use: (cloud: Cloud, sfn: SFNClient) => Promise<void>): Promise<void> => {
      const cloud = await startCloud({ assembly, port: 0, awsPort: 0, dataDir });
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      const sfn = new SFNClient({ endpoint: cloud.awsUrl, region: 'us-east-1', credentials });
      await use(cloud, sfn);
      sfn.destroy();
      await cloud.stop();
    };
    const told: unknown[] = [];

    await run(async (cloud, sfn) => {
      const roleArn = 'arn:aws:iam::000000000000:role/journeys';
      const { stateMachineArn } = await sfn.send(
        new CreateStateMachineCommand({ name: 'shop-cart', definition: JSON.stringify(definition), roleArn }),
      );
      const input = JSON.stringify({ wait: 3600, item: 'kettle' });
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'kettle', input }));
      await cloud.advance(1_800_000);
      told.push(...cloud.transitions().map(({ status }) => status));
    });
    await run(async (cloud) => {
      await cloud.advance(1_800_000);
      told.push(...cloud.transitions().map(({ status, transitions }) => [status, transitions]));
    });
    rmSync(dataDir, { recursive: true });

    expect(told).toEqual(['RUNNING', ['SUCCEEDED', 3]]);
  });
});
