import type { LocalServices } from '../deployment/local-services.ts';
import {
  arn,
  deployed,
  physicalName,
  type Resource,
  type ResourceType,
} from '../deployment/resource-type.ts';
import { compilePattern } from '../rules/event-pattern.ts';
import { parseSchedule } from '../rules/expression.ts';
import type { RuleConfig } from '../rules/rule.ts';
import { isObject } from '../template/json.ts';
import { TemplateError, UnsupportedError } from '../template/unsupported.ts';

/** AWS::Events::Rule on a schedule or on what services tell, with functions as its targets. */
export const eventsRule: ResourceType = {
  shape: {
    Name: 'used',
    EventPattern: 'used',
    ScheduleExpression: 'used',
    State: 'used',
    Targets: [
      {
        Arn: 'used',
        Id: 'accepted',
        // for events that cannot be handed over, which does not happen here
        DeadLetterConfig: 'accepted',
        RetryPolicy: 'accepted',
      },
    ],
    Description: 'accepted',
    Tags: 'accepted',
  },
  deploy(resource, services) {
    const { properties, path } = resource;
    properties.allow('State', ['ENABLED']);
    const name = physicalName(resource, 'Name', services);
    const ruleArn = arn('events', `rule/${name}`);
    const targets = properties.objects('Targets');
    const targetArns = targets.map((target) => services.functions.config(target.text('Arn')).arn);
    if (properties.has('EventPattern')) {
      if (properties.has('ScheduleExpression')) throw new UnsupportedError('rule of both kinds', path);
      const matches = compilePattern(properties.json('EventPattern'), path);
      services.addEventRule({ arn: ruleArn, matches, targetArns });
    } else {
      const periodMs = parseSchedule(properties.text('ScheduleExpression'), path);
      services.startRule({ arn: ruleArn, periodMs, targetArns, dueMinutes: dueMinutes(resource, services) });
    }
    return deployed(name, { Arn: ruleArn });
  },
};

/** The table named by the metadata `TributaryDueMinutes` has a partition "<epoch minute>#..." for each minute with work. */
function dueMinutes({ metadata, path }: Resource, services: LocalServices): RuleConfig['dueMinutes'] {
  const named = metadata.TributaryDueMinutes;
  if (named === undefined) return undefined;
  if (!isObject(named) || typeof named.Table !== 'string' || typeof named.Attribute !== 'string') {
    throw new TemplateError('metadata TributaryDueMinutes needs Table and Attribute', path);
  }
  const { Table: table, Attribute: attribute } = named;
  return async () => {
    const keys = await services.stores.partitionKeys(table, attribute);
    return keys.map((key) => Number.parseInt(key, 10)).filter(Number.isFinite);
  };
}
