import { describe, expect, it } from 'vitest';
import { needsOf } from '../../../../../infra/local/iam/actions-of/needs-of.ts';
import { WireCall } from '../../../../../infra/local/runtime/front/wire-call.ts';

type Sent = { method?: string; path?: string; headers?: Record<string, string>; body?: string };

const wireCall = (service: string, { method = 'POST', path = '/', headers = {}, body = '' }: Sent) =>
  new WireCall(service, {
    ...{ method, path, headers, query: new URLSearchParams() },
    ...{ body: Buffer.from(body), accessKeyId: 'shop-accept' },
  });
const json = (service: string, operation: string, input: object) =>
  wireCall(service, { headers: { 'x-amz-target': `Any.${operation}` }, body: JSON.stringify(input) });
const form = (service: string, fields: Record<string, string>) =>
  wireCall(service, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams(fields)),
  });

/** The needs as `action resource`, without the ARN's account. */
const needs = (call: WireCall) =>
  needsOf(call)?.map(
    ({ action, resource }) => `${action} ${resource.replace(/^arn:aws:\w+:us-east-1:\d{12}:/, '')}`,
  );

describe('what calls to DynamoDB need', () => {
  const orders = { TableName: 'Orders' };
  const put = { Put: { TableName: 'Orders' } };
  const check = { ConditionCheck: { TableName: 'Stock' } };

  it.each<[string, object, string[]]>([
    ['GetItem', orders, ['dynamodb:GetItem table/Orders']],
    [
      'PutItem',
      { TableName: 'arn:aws:dynamodb:us-east-1:000000000000:table/Orders' },
      ['dynamodb:PutItem table/Orders'],
    ],
    ['Query', orders, ['dynamodb:Query table/Orders']],
    ['Query', { ...orders, IndexName: 'byDay' }, ['dynamodb:Query table/Orders/index/byDay']],
    ['Scan', { ...orders, IndexName: 'byDay' }, ['dynamodb:Scan table/Orders/index/byDay']],
    [
      'BatchGetItem',
      { RequestItems: { Orders: {}, Stock: {} } },
      ['dynamodb:BatchGetItem table/Orders', 'dynamodb:BatchGetItem table/Stock'],
    ],
    ['BatchWriteItem', { RequestItems: { Orders: [] } }, ['dynamodb:BatchWriteItem table/Orders']],
    // a transaction is authorized by its parts
    [
      'TransactWriteItems',
      { TransactItems: [put, check] },
      ['dynamodb:PutItem table/Orders', 'dynamodb:ConditionCheckItem table/Stock'],
    ],
    [
      'TransactWriteItems',
      { TransactItems: [{ Update: orders }, { Delete: orders }] },
      ['dynamodb:UpdateItem table/Orders', 'dynamodb:DeleteItem table/Orders'],
    ],
    ['TransactGetItems', { TransactItems: [{ Get: orders }] }, ['dynamodb:GetItem table/Orders']],
    ['ListTables', {}, ['dynamodb:ListTables *']],
  ])('%s %j', (operation, input, expected) => {
    expect(needs(json('dynamodb', operation, input))).toEqual(expected);
  });

  it.each(['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction', 'RestoreTableFromBackup'])(
    '%s is not known',
    (operation) => {
      expect(needs(json('dynamodb', operation, orders))).toBeUndefined();
    },
  );
});

describe('what calls to other JSON services need', () => {
  const machine = 'arn:aws:states:us-east-1:000000000000:stateMachine:shop-cart';
  const execution = 'arn:aws:states:us-east-1:000000000000:execution:shop-cart:1';
  const roleArn = 'arn:aws:iam::000000000000:role/journeys';
  const pass = `iam:PassRole ${roleArn}`;

  it.each<[string, string, object, string[] | undefined]>([
    ['kinesis', 'PutRecords', { StreamName: 'events' }, ['kinesis:PutRecords stream/events']],
    [
      'kinesis',
      'GetRecords',
      { StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/events' },
      ['kinesis:GetRecords stream/events'],
    ],
    ['kinesis', 'DeleteStream', { StreamName: 'events' }, undefined],
    [
      'secretsmanager',
      'GetSecretValue',
      { SecretId: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:key-a1b2c3' },
      ['secretsmanager:GetSecretValue secret:key-a1b2c3'],
    ],
    [
      'secretsmanager',
      'GetSecretValue',
      { SecretId: 'key' },
      ['secretsmanager:GetSecretValue secret:key-??????'],
    ],
    [
      'sqs',
      'SendMessageBatch',
      { QueueUrl: 'http://127.0.0.1:4566/000000000000/missed' },
      ['sqs:SendMessage missed'],
    ],
    ['sqs', 'GetQueueUrl', { QueueName: 'missed' }, ['sqs:GetQueueUrl missed']],
    [
      'states',
      'StartExecution',
      { stateMachineArn: machine },
      ['states:StartExecution stateMachine:shop-cart'],
    ],
    ['states', 'StopExecution', { executionArn: execution }, ['states:StopExecution execution:shop-cart:1']],
    ['states', 'SendTaskSuccess', { taskToken: 'x' }, ['states:SendTaskSuccess *']],
    [
      'states',
      'CreateStateMachine',
      { name: 'shop-cart', roleArn },
      ['states:CreateStateMachine stateMachine:shop-cart', pass],
    ],
    [
      'states',
      'CreateStateMachine',
      { name: 'shop-cart', roleArn, tags: [] },
      ['states:CreateStateMachine stateMachine:shop-cart', 'states:TagResource stateMachine:shop-cart', pass],
    ],
    [
      'states',
      'UpdateStateMachine',
      { stateMachineArn: machine },
      ['states:UpdateStateMachine stateMachine:shop-cart'],
    ],
    [
      'states',
      'UpdateStateMachine',
      { stateMachineArn: machine, roleArn },
      ['states:UpdateStateMachine stateMachine:shop-cart', pass],
    ],
    ['states', 'CreateActivity', { name: 'x' }, undefined],
    ['firehose', 'PutRecord', { DeliveryStreamName: 'x' }, undefined],
  ])('%s %s %j', (service, operation, input, expected) => {
    expect(needs(json(service, operation, input))).toEqual(expected);
  });

  it('tells which service a role is passed to', () => {
    const call = json('states', 'CreateStateMachine', { name: 'shop-cart', roleArn });

    expect(needsOf(call)?.at(-1)?.context).toEqual({ 'iam:passedtoservice': 'states.amazonaws.com' });
  });

  it('asks the role of a machine that logs for the delivery of logs', () => {
    const logging = { level: 'ERROR', includeExecutionData: false };
    const call = json('states', 'CreateStateMachine', { name: 'a', roleArn, loggingConfiguration: logging });
    const asked = needsOf(call)?.filter((need) => need.roleArn === roleArn);

    expect(asked?.map(({ action }) => action)).toContain('logs:CreateLogDelivery');
    expect(asked).toHaveLength(8);
  });
});

describe('what calls to S3 need', () => {
  it.each<[string, string, Record<string, string>, string[] | undefined]>([
    ['PUT', '/shop/failed/a%20b', {}, ['s3:PutObject arn:aws:s3:::shop/failed/a b']],
    ['PUT', '/shop/a', { 'if-none-match': '*' }, ['s3:PutObject arn:aws:s3:::shop/a']],
    // to compare with what is there is to read it
    [
      'PUT',
      '/shop/a',
      { 'if-match': '"1"' },
      ['s3:PutObject arn:aws:s3:::shop/a', 's3:GetObject arn:aws:s3:::shop/a'],
    ],
    ['GET', '/shop/a', {}, ['s3:GetObject arn:aws:s3:::shop/a']],
    ['HEAD', '/shop/a', {}, ['s3:GetObject arn:aws:s3:::shop/a']],
    ['DELETE', '/shop/a', {}, ['s3:DeleteObject arn:aws:s3:::shop/a']],
    ['GET', '/', {}, ['s3:ListAllMyBuckets *']],
    ['GET', '/shop', {}, ['s3:ListBucket arn:aws:s3:::shop']],
    ['HEAD', '/shop/', {}, ['s3:ListBucket arn:aws:s3:::shop']],
    ['PUT', '/shop', {}, undefined],
  ])('%s %s %j', (method, path, headers, expected) => {
    expect(needs(wireCall('s3', { method, path, headers }))).toEqual(expected);
  });
});

describe('what calls to SES and SNS need', () => {
  const raw = (...headers: string[]) =>
    Buffer.from(`${headers.join('\r\n')}\r\n\r\nHello`).toString('base64');
  const email = { Action: 'SendRawEmail', 'RawMessage.Data': raw('From: Shop <mail@shop.example>') };

  it.each<[string, Record<string, string>, string[] | undefined]>([
    ['ses', email, ['ses:SendRawEmail identity/shop.example']],
    ['ses', { ...email, Source: 'a@other.example' }, ['ses:SendRawEmail identity/other.example']],
    [
      'ses',
      { ...email, ConfigurationSetName: 'mail' },
      ['ses:SendRawEmail identity/shop.example', 'ses:SendRawEmail configuration-set/mail'],
    ],
    ['ses', { Action: 'SendEmail' }, undefined],
    ['sns', { Action: 'Publish', PhoneNumber: '+4915100000000' }, ['sns:Publish +4915100000000']],
    [
      'sns',
      { Action: 'Publish', TargetArn: 'arn:aws:sns:us-east-1:000000000000:endpoint/GCM/app/1' },
      ['sns:Publish endpoint/GCM/app/1'],
    ],
    [
      'sns',
      {
        Action: 'CreatePlatformEndpoint',
        PlatformApplicationArn: 'arn:aws:sns:us-east-1:000000000000:app/GCM/app',
      },
      ['sns:CreatePlatformEndpoint app/GCM/app'],
    ],
    ['sns', { Action: 'CreateTopic' }, undefined],
  ])('%s %j', (service, fields, expected) => {
    expect(needs(form(service, fields))).toEqual(expected);
  });
});
