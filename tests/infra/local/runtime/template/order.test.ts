import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../../infra/local/runtime/template/json.ts';
import { deploymentOrder } from '../../../../../infra/local/runtime/template/order.ts';
import { parseTemplate } from '../../../../../infra/local/runtime/template/template.ts';

const order = (resources: Record<string, Json>): string[] =>
  deploymentOrder(parseTemplate({ Resources: resources }).resources).map((resource) => resource.logicalId);

const resource = (properties: Json, more: object = {}): Json => ({
  Type: 'A',
  Properties: properties,
  ...more,
});

describe('the order of deployment', () => {
  it.each<[string, Json]>([
    ['a Ref', resource({ a: { Ref: 'B' } })],
    ['an attribute', resource({ a: [{ 'Fn::GetAtt': ['B', 'Arn'] }] })],
    ['an attribute in text', resource({ a: { 'Fn::GetAtt': 'B.Arn' } })],
    ['a substitution', resource({ a: { 'Fn::Sub': `x-\${${'B.Arn'}}` } })],
    ['DependsOn', resource({}, { DependsOn: 'B' })],
    ['a list in DependsOn', resource({}, { DependsOn: ['B'] })],
    ['metadata', resource({}, { Metadata: { TributaryDueMinutes: { Table: { Ref: 'B' } } } })],
  ])('follows %s', (_reason, first) => {
    expect(order({ A: first, B: resource({}) })).toEqual(['B', 'A']);
  });

  it('otherwise keeps the order of the template', () => {
    expect(order({ C: resource({}), A: resource({ b: { Ref: 'AWS::Region' } }), B: resource({}) })).toEqual([
      'C',
      'A',
      'B',
    ]);
  });

  it('refuses a circle', () => {
    expect(() => order({ A: resource({ b: { Ref: 'B' } }), B: resource({ a: { Ref: 'A' } }) })).toThrow(
      'resources refer to each other in a circle: A -> B at A',
    );
  });
});
