import { beforeAll, describe, expect, it } from 'vitest';
import { idleUsage } from '../../../../infra/local/billing/idle-usage.ts';
import { price } from '../../../../infra/local/billing/price.ts';
import { prices } from '../../../../infra/local/billing/prices.ts';
import { loadAssembly } from '../../../../infra/local/runtime/template/assembly.ts';
import { parseTemplate, type Template } from '../../../../infra/local/runtime/template/template.ts';
import { assemblyFolder } from '../../../support/cloud/assembly.ts';

const idle = (Resources: object) => idleUsage(parseTemplate({ Resources }));
const metric = { MetricStat: { Metric: { MetricName: 'Errors' } } };

describe('what an idle stack uses', () => {
  it.each([
    {
      type: 'AWS::Kinesis::Stream',
      properties: { ShardCount: 2 },
      used: { unit: 'shard-hours', quantity: 1_460 },
    },
    {
      type: 'AWS::Kinesis::Stream',
      properties: { StreamModeDetails: { StreamMode: 'ON_DEMAND' } },
      used: { unit: 'stream-hours', quantity: 730 },
    },
    { type: 'AWS::SecretsManager::Secret', properties: {}, used: { unit: 'secrets', quantity: 1 } },
    { type: 'AWS::KMS::Key', properties: {}, used: { unit: 'keys', quantity: 1 } },
    {
      type: 'AWS::CloudWatch::Alarm',
      properties: { MetricName: 'Errors' },
      used: { unit: 'alarm-metrics', quantity: 1 },
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      properties: { Metrics: [{ Expression: 'a + b' }, metric, metric] },
      used: { unit: 'alarm-metrics', quantity: 2 },
    },
  ])('is $used for $type with $properties', ({ type, properties, used }) => {
    expect(idle({ Thing: { Type: type, Properties: properties } })).toContainEqual(
      expect.objectContaining({ ...used, resource: 'Thing' }),
    );
  });

  it('is nothing for what is billed by use', () => {
    const resources = { Table: { Type: 'AWS::DynamoDB::Table' }, Bucket: { Type: 'AWS::S3::Bucket' } };

    expect(price(idle(resources), prices).dollars).toBe(0);
  });

  it('is the empty receives of a function that waits at a queue, which no stream has', () => {
    const mapping = (source: string) => ({
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': [source, 'Arn'] } },
    });
    const resources = {
      Queue: { Type: 'AWS::SQS::Queue' },
      Stream: { Type: 'AWS::Kinesis::Stream' },
      Waiting: mapping('Queue'),
      Reading: mapping('Stream'),
    };

    const receives = idle(resources).filter(({ service }) => service === 'sqs');

    expect(receives).toEqual([
      { service: 'sqs', unit: 'requests', quantity: 657_000, modelled: true, resource: 'Waiting' },
    ]);
  });

  it('counts dashboards after the third', () => {
    const dashboard = { Type: 'AWS::CloudWatch::Dashboard' };

    const three = price(idle({ A: dashboard, B: dashboard, C: dashboard }), prices);
    const four = price(idle({ A: dashboard, B: dashboard, C: dashboard, D: dashboard }), prices);

    expect([three.dollars, four.dollars]).toEqual([0, 3]);
  });

  it('counts a daily call as often as there are days', () => {
    const rule = (ScheduleExpression: string) => ({
      Type: 'AWS::Events::Rule',
      Properties: { ScheduleExpression, Targets: [{ Arn: { 'Fn::GetAtt': ['Called', 'Arn'] } }] },
    });
    const called = { Type: 'AWS::Lambda::Function', Properties: {} };
    const callsOf = (schedule: string) =>
      idle({ Rule: rule(schedule), Called: called }).find(({ unit }) => unit === 'read-units')?.quantity ?? 0;

    expect(callsOf('rate(1 minute)') / callsOf('rate(1 day)')).toBeCloseTo(1_440);
  });

  it('refuses a schedule whose rate it does not know', () => {
    const rule = {
      Type: 'AWS::Events::Rule',
      Properties: { ScheduleExpression: 'cron(* * * * ? *)', Targets: [] },
    };

    expect(() => idle({ Rule: rule })).toThrow('only rate(1 minute) and rate(1 day)');
  });
});

describe('the stack as it would deploy', () => {
  let template: Template;
  beforeAll(async () => {
    template = (await loadAssembly(assemblyFolder)).template;
  });

  it('costs at most 14 dollars a month while nothing happens, most of them for the stream', () => {
    const bill = price(idleUsage(template), prices);

    expect(bill.dollars).toBeLessThanOrEqual(14);
    expect(bill.services[0]).toEqual({ service: 'kinesis', dollars: 10.95 });
  });
});
