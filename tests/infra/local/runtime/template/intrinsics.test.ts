import { describe, expect, it } from 'vitest';
import { resolve } from '../../../../../infra/local/runtime/template/intrinsics.ts';
import type { Json } from '../../../../../infra/local/runtime/template/json.ts';
import { noValue, pseudoParameter, type Scope } from '../../../../../infra/local/runtime/template/scope.ts';

const refs: Record<string, string> = { Orders: 'shop-Orders', Stage: 'prod' };
const scope: Scope = {
  path: 'Shop/Api/Resource',
  ref: (name) => {
    const pseudo = pseudoParameter(name, 'shop');
    return pseudo === noValue ? undefined : (pseudo ?? refs[name]);
  },
  attribute: (logicalId, name) =>
    logicalId === 'Orders' && name === 'Arn' ? 'arn:aws:dynamodb:orders' : undefined,
  condition: (name) => name === 'IsProd',
};

// the placeholder of Fn::Sub
const put = (name: string) => `\${${name}}`;

describe('the functions of a template', () => {
  it.each<[Json, Json]>([
    [{ Ref: 'Orders' }, 'shop-Orders'],
    [{ Ref: 'AWS::Region' }, 'us-east-1'],
    [{ Ref: 'AWS::AccountId' }, '000000000000'],
    [{ Ref: 'AWS::Partition' }, 'aws'],
    [{ Ref: 'AWS::StackName' }, 'shop'],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [{ 'Fn::GetAtt': ['Orders', 'Arn'] }, 'arn:aws:dynamodb:orders'],
    [{ 'Fn::GetAtt': 'Orders.Arn' }, 'arn:aws:dynamodb:orders'],
    [{ 'Fn::Join': [':', ['a', { Ref: 'Stage' }, 'c']] }, 'a:prod:c'],
    [
      { 'Fn::Sub': `x-${put('Stage')}-${put('Orders.Arn')}-${put('AWS::Region')}` },
      'x-prod-arn:aws:dynamodb:orders-us-east-1',
    ],
    [{ 'Fn::Sub': [`${put('Own')}/${put('Stage')}`, { Own: { Ref: 'Orders' } }] }, 'shop-Orders/prod'],
    // an exclamation mark keeps the text as it stands
    [{ 'Fn::Sub': put('!Stage') }, put('Stage')],
    [{ 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    [{ 'Fn::Select': ['0', { 'Fn::Split': ['-', 'x-y'] }] }, 'x'],
    [{ 'Fn::Split': [':', { 'Fn::GetAtt': ['Orders', 'Arn'] }] }, ['arn', 'aws', 'dynamodb', 'orders']],
    [{ 'Fn::If': ['IsProd', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['IsDev', 'yes', 'no'] }, 'no'],
    // NoValue removes the property or the entry
    [{ a: { 'Fn::If': ['IsDev', 1, { Ref: 'AWS::NoValue' }] }, b: 2 }, { b: 2 }],
    [
      [1, { Ref: 'AWS::NoValue' }, 2],
      [1, 2],
    ],
    // an object that only looks like a function
    [
      { Ref: 'Orders', other: 1 },
      { Ref: 'Orders', other: 1 },
    ],
  ])('turn %j into %j', (expression, expected) => {
    expect(resolve(expression, scope)).toEqual(expected);
  });

  it.each<[Json, string]>([
    [{ Ref: 'Nobody' }, 'Ref to unknown "Nobody" at Shop/Api/Resource'],
    [{ 'Fn::GetAtt': ['Orders', 'Color'] }, 'unsupported attribute "Orders.Color" at Shop/Api/Resource'],
    [{ 'Fn::ImportValue': 'other-stack' }, 'unsupported function "Fn::ImportValue" at Shop/Api/Resource'],
    [{ 'Fn::Cidr': [] }, 'unsupported function "Fn::Cidr" at Shop/Api/Resource'],
    [{ 'Fn::Select': [5, ['a']] }, 'Fn::Select has no entry 5 at Shop/Api/Resource'],
    [{ 'Fn::Join': ['-'] }, 'a function needs two entries, got ["-"] at Shop/Api/Resource'],
    [{ 'Fn::Join': ['-', [{ 'Fn::Split': ['a', 'b'] }]] }, 'text is needed, got ["b"] at Shop/Api/Resource'],
  ])('refuse %j', (expression, message) => {
    expect(() => resolve(expression, scope)).toThrow(message);
  });
});
