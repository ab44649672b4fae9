import { describe, expect, it } from 'vitest';
import { evaluateCondition } from '../../../../../infra/local/runtime/template/conditions.ts';
import type { Json } from '../../../../../infra/local/runtime/template/json.ts';

const scope = {
  path: 'Shop',
  ref: (name: string) => (name === 'Stage' ? 'prod' : undefined),
  attribute: () => undefined,
};
const yes = { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] };
const no = { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] };

describe('the conditions of a template', () => {
  it.each<[Json, boolean]>([
    [yes, true],
    [no, false],
    [{ 'Fn::Not': [no] }, true],
    [{ 'Fn::And': [yes, no] }, false],
    [{ 'Fn::Or': [no, yes] }, true],
    [{ Condition: 'Other' }, true],
    [{ 'Fn::And': [{ Condition: 'Other' }, { 'Fn::Not': [no] }] }, true],
  ])('hold: %j is %s', (expression, expected) => {
    expect(evaluateCondition('It', { It: expression, Other: yes }, scope)).toBe(expected);
  });

  it.each<[Json, string]>([
    [{ 'Fn::Contains': [[], 'a'] }, 'unsupported condition function "Fn::Contains" at condition It'],
    [{ Condition: 'Missing' }, 'unknown condition "Missing"'],
  ])('refuse %j', (expression, message) => {
    expect(() => evaluateCondition('It', { It: expression }, scope)).toThrow(message);
  });
});
