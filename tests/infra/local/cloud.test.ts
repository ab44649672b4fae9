import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../infra/local/cloud.ts';

const assembly = new URL('../../fixtures/assembly', import.meta.url).pathname;
const run = (dataDir?: string) => startCloud({ assembly, port: 0, awsPort: 0, dataDir });

/** A cloud whose clock stands: no minute begins that would run the rule unasked. */
async function start(dataDir?: string): Promise<Cloud> {
  const cloud = await run(dataDir);
  cloud.clock.freeze();
  return cloud;
}

async function order(cloud: Cloud, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${cloud.publicUrl}/orders`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function aws(cloud: Cloud, operation: string, input: object): Promise<Response> {
  return fetch(cloud.awsUrl, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/aws4_request',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    },
    body: JSON.stringify(input),
  });
}

const table = 'shop-OrdersB2';

async function items(cloud: Cloud, day: string): Promise<string[]> {
  const answer = await aws(cloud, 'Query', {
    TableName: table,
    KeyConditionExpression: '#day = :day',
    ExpressionAttributeNames: { '#day': 'day' },
    ExpressionAttributeValues: { ':day': { S: day } },
  });
  const { Items } = (await answer.json()) as { Items: { at: { S: string } }[] }; // the fixture's table has this shape
  return Items.map((item) => item.at.S);
}

type ControlBody = {
  readonly now: string;
  readonly frozen: boolean;
  readonly items: readonly unknown[];
  readonly error: { readonly message: string };
};

async function control(cloud: Cloud, method: string, path: string, body?: object) {
  const response = await fetch(`${cloud.awsUrl}/_local/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // each test reads what its call answers
  return { status: response.status, body: (await response.json()) as ControlBody };
}

describe('the local cloud', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await start();
  });
  afterAll(() => cloud.stop());

  it('tells where it is once everything is deployed', async () => {
    const { publicUrl, awsUrl, adminToken } = cloud;

    const { body } = await control(cloud, 'GET', 'health');

    expect(body).toEqual({ status: 'ready', publicUrl, awsUrl, adminToken, sources: [] });
    expect(cloud.outputs).toEqual({ ApiUrl: publicUrl });
  });

  it('brings an order from the web through the stream to the table, without waiting for the batching window', async () => {
    const accepted = await order(cloud, { user: 'ana' });
    const drained = await control(cloud, 'POST', 'drain', { timeoutMs: 30_000 });

    expect(accepted.status).toBe(202);
    expect(drained).toMatchObject({ status: 200, body: { drained: true } });
    expect(await items(cloud, 'order#ana')).toHaveLength(1);
  });

  it('counts every call at the wire', async () => {
    const { body } = await control(cloud, 'GET', 'operations');

    expect(body.items).toContainEqual({
      service: 'dynamodb',
      operation: 'PutItem',
      resource: table,
      count: 1,
    });
    expect(body.items).toContainEqual({
      service: 'kinesis',
      operation: 'PutRecord',
      resource: 'shop-StreamC3',
      count: 1,
    });
  });

  it('shows what a function wrote, its change stream filtered', async () => {
    await expect
      .poll(async () => (await control(cloud, 'GET', 'logs?function=tell')).body.items)
      .toMatchObject([{ function: 'shop-tell', text: 'changed order#ana' }]);
  });

  it.each([
    [undefined, 401, { message: 'Unauthorized' }],
    ['Bearer someone', 401, { message: 'Unauthorized' }],
  ])('keeps the admin routes to the admin token: %s', async (authorization, status, body) => {
    const response = await fetch(`${cloud.publicUrl}/admin/segments`, {
      headers: authorization === undefined ? {} : { authorization },
    });

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(body);
  });

  it('lets the admin token in with the claims of a JWT', async () => {
    const headers = { authorization: `Bearer ${cloud.adminToken}` };

    const response = await fetch(`${cloud.publicUrl}/admin/segments`, { headers });

    expect(await response.json()).toMatchObject({
      route: 'GET /admin/{proxy+}',
      jwt: { claims: { sub: 'local-admin', scope: 'shop/read' }, scopes: ['shop/read'] },
    });
  });

  it('gives up on a poison order after its retries and keeps it in the bucket', async () => {
    await order(cloud, { user: 'ben', poison: true });
    await cloud.drain();

    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/s3/aws4_request' };
    const bucket = await fetch(`${cloud.awsUrl}/shop-bucketf6?list-type=2`, { headers });
    const [, key] = /<Key>([^<]*)<\/Key>/.exec(await bucket.text()) ?? [];
    const object = await fetch(`${cloud.awsUrl}/shop-bucketf6/${key}`, { headers });
    const left = (await object.json()) as { payload: string }; // Lambda writes this shape
    expect(key).toMatch(/^aws\/lambda\/[0-9a-f-]{36}\/shardId-000000000000\/\d{4}\/\d\d\/\d\d\//);
    expect(left).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      responseContext: { functionError: 'Unhandled' },
      KinesisBatchInfo: {
        batchSize: 1,
        streamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/shop-StreamC3',
      },
    });
    expect(JSON.parse(left.payload).Records).toMatchObject([{ kinesis: { partitionKey: 'ben' } }]);
  });

  it.each([
    ['POST', 'clock', { advanceMs: -1 }, 400, '"advanceMs" must be a number of at least 0, got -1'],
    ['POST', 'clock', { freeze: 'yes' }, 400, '"freeze" must be true or false, got "yes"'],
    ['GET', 'nothing', undefined, 404, 'no call "GET /_local/nothing"'],
  ])('refuses %s %s %j', async (method, path, body, status, message) => {
    const answer = await control(cloud, method, path, body);

    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toContain(message);
  });

  it('names the service it does not have', async () => {
    const response = await fetch(cloud.awsUrl, {
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/ec2/aws4_request' },
    });

    expect(response.status).toBe(501);
    expect(await response.text()).toContain(
      'no service \\"ec2\\", only dynamodb, kinesis, s3, secretsmanager',
    );
  });
});

describe('the clock of the local cloud', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await start();
  });
  afterAll(() => cloud.stop());

  it('stands still when frozen', async () => {
    const frozen = await control(cloud, 'POST', 'clock', { freeze: true });

    const later = await control(cloud, 'GET', 'clock');

    expect(frozen.body.frozen).toBe(true);
    expect(later.body.now).toBe(frozen.body.now);
  });

  it('moves functions and the answers of services with it, and runs the rule only in minutes that are due', async () => {
    const before = cloud.clock.now();
    const dueMinute = Math.floor(before / 60_000) + 60 * 24 * 30;
    await order(cloud, { user: 'eve', wakeAtMinute: dueMinute });

    const moved = await control(cloud, 'POST', 'clock', { advanceMs: 90 * 86_400_000 });
    await order(cloud, { user: 'late' });
    await cloud.drain();

    expect(moved.body.now).toBe(new Date(before + 90 * 86_400_000).toISOString());
    expect(await items(cloud, 'wake')).toEqual([
      new Date(dueMinute * 60_000).toISOString().replace('.000Z', 'Z'),
    ]);
    expect(await items(cloud, 'order#late')).toEqual([moved.body.now]);
    const { headers } = await aws(cloud, 'ListTables', {});
    expect(Date.parse(headers.get('date') ?? '')).toBe(Math.floor(Date.parse(moved.body.now) / 1000) * 1000);
  });
});

describe('another process of Node', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await start();
  });
  afterAll(() => cloud.stop());

  it('shares the virtual clock through the preload', async () => {
    const { drained } = await cloud.advance(30 * 86_400_000);
    const preload = new URL('../../../infra/local/demo/clock-preload.ts', import.meta.url).pathname;
    const script = 'console.log(new Date().toISOString())';

    const { stdout } = await promisify(execFile)(process.execPath, ['--import', preload, '--eval', script], {
      env: { TRIBUTARY_CLOCK_URL: cloud.awsUrl },
    });

    expect(drained).toBe(true);
    expect(stdout.trim()).toBe(new Date(cloud.clock.now()).toISOString());
  });
});

describe('a local cloud that stops', () => {
  const folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  it('finds its data again and reads no record twice', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'tributary-cloud-'));
    folders.push(dataDir);
    const first = await start(dataDir);
    await order(first, { user: 'ana' });
    await first.drain();
    await first.stop();

    const second = await start(dataDir);
    await second.drain();
    const stored = await items(second, 'order#ana');
    const writes = second.operations().filter(({ operation }) => operation === 'PutItem');
    await second.stop();

    expect(stored).toHaveLength(1);
    expect(writes).toEqual([]);
  });

  it('goes on at the time it was moved to', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'tributary-cloud-'));
    folders.push(dataDir);
    const first = await run(dataDir);
    await first.advance(7 * 86_400_000);
    const moved = first.clock.offset();
    await first.stop();

    const second = await run(dataDir);
    const offset = second.clock.offset();
    await second.stop();

    expect(offset).toBe(moved);
  });

  it('names the flag that chooses another port when one is taken', async () => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const asPublic = startCloud({ assembly, port, awsPort: 0 });
    await expect(asPublic).rejects.toThrow(`port ${port} is already in use, choose another with --port`);
    const asAws = startCloud({ assembly, port: 0, awsPort: port });
    await expect(asAws).rejects.toThrow(`port ${port} is already in use, choose another with --aws-port`);

    taken.close();
  });

  it('says how to make an assembly where there is none', async () => {
    const missing = startCloud({ assembly: '/nowhere', port: 0, awsPort: 0 });

    await expect(missing).rejects.toThrow('no synthesized stack in /nowhere, run "npx cdk synth" first');
  });
});
