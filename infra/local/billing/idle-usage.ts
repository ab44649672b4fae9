import { Properties } from '../runtime/deployment/properties.ts';
import { readLogging } from '../runtime/lambda/function-config.ts';
import { isList, isObject, type Json, type JsonObject } from '../runtime/template/json.ts';
import type { Template, TemplateResource } from '../runtime/template/template.ts';
import type { Usage } from './meter.ts';
import { invocationUsage, type Metered, roundTripUsage } from './rules/function-usage.ts';

const hoursPerMonth = 730;
const minutesPerMonth = 60 * hoursPerMonth;
const freeDashboards = 3;
const timesPerMonth: Readonly<Record<string, number>> = {
  'rate(1 minute)': minutesPerMonth,
  'rate(1 day)': hoursPerMonth / 24,
};
// a store asks for its key once in five minutes of use
const keyCallsPerMonth = minutesPerMonth / 5;
// Lambda keeps five receives open on a queue, and each waits for 20 seconds
const emptyReceivesPerMonth = 5 * 3 * minutesPerMonth;

/** What the every-minute rule's function does in a minute in which nobody is due; a test compares it with a real one. A daily one does less. */
export const idleWake = { cpuMilliseconds: 10, queries: 8, readUnits: 8 };

type Item = Pick<Usage, 'service' | 'unit' | 'quantity' | 'modelled'>;
type IdleRule = (properties: JsonObject, template: Template) => readonly Item[];

const rules: Readonly<Record<string, IdleRule>> = {
  'AWS::Kinesis::Stream': (stream) => [streamHours(stream), ...keyCalls(stream.StreamEncryption)],
  'AWS::SecretsManager::Secret': () => [{ service: 'secretsmanager', unit: 'secrets', quantity: 1 }],
  'AWS::CloudWatch::Alarm': (alarm) => [
    { service: 'cloudwatch', unit: 'alarm-metrics', quantity: alarmMetrics(alarm) },
  ],
  'AWS::KMS::Key': () => [{ service: 'kms', unit: 'keys', quantity: 1 }],
  'AWS::Events::Rule': wakes,
  'AWS::Lambda::EventSourceMapping': emptyReceives,
};

/** What a deployed stack uses in a month in which nothing happens. */
export function idleUsage(template: Template): readonly Usage[] {
  const resources = [...template.resources.values()];
  const items = resources.flatMap((resource) => {
    const used = rules[resource.type]?.(resource.properties, template) ?? [];
    return used.map((item) => ({ ...item, resource: resource.logicalId }));
  });
  return [...items, ...dashboards(resources)];
}

function streamHours({ ShardCount, StreamModeDetails }: JsonObject): Item {
  const isOnDemand = isObject(StreamModeDetails) && StreamModeDetails.StreamMode === 'ON_DEMAND';
  return isOnDemand
    ? { service: 'kinesis', unit: 'stream-hours', quantity: hoursPerMonth }
    : { service: 'kinesis', unit: 'shard-hours', quantity: Number(ShardCount ?? 1) * hoursPerMonth };
}

// keys of AWS cost nothing to have, only to use
const keyCalls = (encryption: Json | undefined): readonly Item[] =>
  encryption === undefined
    ? []
    : [{ service: 'kms', unit: 'requests', quantity: keyCallsPerMonth, modelled: true }];

// metric math reads several
function alarmMetrics({ Metrics }: JsonObject): number {
  if (!isList(Metrics)) return 1;
  return Metrics.filter((metric) => isObject(metric) && metric.MetricStat !== undefined).length;
}

function wakes({ ScheduleExpression, Targets }: JsonObject, { resources }: Template): readonly Item[] {
  if (ScheduleExpression === undefined || !isList(Targets)) return [];
  const times = timesPerMonth[String(ScheduleExpression)];
  if (times === undefined) {
    const known = Object.keys(timesPerMonth).join(' and ');
    throw new Error(`how often ${JSON.stringify(ScheduleExpression)} fires is not known, only ${known}`);
  }
  const called = Targets.map((target) =>
    resources.get(referenced(isObject(target) ? target.Arn : undefined)),
  );
  return called.filter((target) => target !== undefined).flatMap((target) => wake(target, times));
}

function wake({ logicalId, properties }: TemplateResource, times: number): readonly Item[] {
  const given = new Properties(properties, logicalId);
  const called: Metered = {
    ...{ name: logicalId, memorySizeMegabytes: given.number('MemorySize', 128) },
    logging: readLogging(given.object('LoggingConfig')),
  };
  const once = [
    ...invocationUsage(called, { cpuMilliseconds: idleWake.cpuMilliseconds, outcome: 'success' }),
    ...Array.from({ length: idleWake.queries }, () => roundTripUsage(called, 'dynamodb')).flat(),
    { service: 'dynamodb', unit: 'read-units', quantity: idleWake.readUnits } as const,
  ];
  const quantityOfCalls = Math.min(times, keyCallsPerMonth);
  const calls = { service: 'kms', unit: 'requests', quantity: quantityOfCalls } as const;
  const monthly = once.map(({ service, unit, quantity }) => ({
    ...{ service, unit, quantity: quantity * times },
  }));
  return [...monthly, calls].map((item) => ({ ...item, modelled: true }));
}

function emptyReceives({ EventSourceArn }: JsonObject, { resources }: Template): readonly Item[] {
  const isQueue = resources.get(referenced(EventSourceArn))?.type === 'AWS::SQS::Queue';
  return isQueue
    ? [{ service: 'sqs', unit: 'requests', quantity: emptyReceivesPerMonth, modelled: true }]
    : [];
}

function dashboards(resources: readonly TemplateResource[]): readonly Usage[] {
  const count = resources.filter(({ type }) => type === 'AWS::CloudWatch::Dashboard').length;
  const quantity = Math.max(0, count - freeDashboards);
  return [{ service: 'cloudwatch', resource: 'dashboards', unit: 'dashboards', quantity }];
}

/** The logical id of `{ "Fn::GetAtt": [id, ...] }`; empty for anything else. */
function referenced(value: Json | undefined): string {
  const target = isObject(value) ? value['Fn::GetAtt'] : undefined;
  return isList(target) ? String(target[0]) : '';
}
