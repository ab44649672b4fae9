import type { LocalServices } from '../deployment/local-services.ts';
import {
  arn,
  deployed,
  physicalName,
  type Resource,
  type ResourceType,
} from '../deployment/resource-type.ts';
import { parseSchedule } from '../schedule/expression.ts';
import type { RuleConfig } from '../schedule/rule.ts';
import { isObject } from '../template/json.ts';
import { TemplateError } from '../template/unsupported.ts';

/** AWS::Events::Rule on a schedule, with functions as its targets. */
export const eventsRule: ResourceType = {
  shape: {
    Name: 'used',
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
    services.startRule({
      arn: ruleArn,
      periodMs: parseSchedule(properties.text('ScheduleExpression'), path),
      targetArns: properties
        .objects('Targets')
        .map((target) => services.functions.config(target.text('Arn')).arn),
      dueMinutes: dueMinutes(resource, services),
    });
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
