import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../../infra/local/iam/policies/evaluate.ts';
import { parsePolicy } from '../../../../../infra/local/iam/policies/policy.ts';
import { type Document, simulate } from './naive-simulator.ts';

const decide = (statements: readonly object[], need: { action: string; resource: string }, context = {}) =>
  evaluate(parsePolicy({ Version: '2012-10-17', Statement: statements }, 'Shop/Policy'), {
    ...need,
    context,
  });

// few letters, so that most cases meet; a dot and a bracket, which a regular expression would take for its own
const text = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 4 });
const actionText = (letters: string) => text(letters).map((name) => `s3:${name}`);
const list = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 3 });
const conditions = fc.dictionary(
  fc.constantFrom('StringEquals', 'StringLike', 'Bool'),
  fc.dictionary(fc.constantFrom('aws:SourceArn', 'AWS:secureTransport'), list(text('ab*?')), { maxKeys: 2 }),
  { maxKeys: 2 },
);
const statement: fc.Arbitrary<Document> = fc
  .tuple(
    fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    fc.oneof(
      fc.record({ Action: list(actionText('gGe*?')) }),
      fc.record({ NotAction: list(actionText('gGe*?')) }),
    ),
    fc.oneof(fc.record({ Resource: list(text('ab.(*?')) }), fc.record({ NotResource: list(text('ab.(*?')) })),
    conditions,
  )
  .map(([Effect, action, resource, Condition]) => ({ Effect, ...action, ...resource, Condition }));
const call = fc.record({
  action: actionText('gGe'),
  resource: text('ab.('),
  context: fc.dictionary(fc.constantFrom('aws:sourcearn', 'aws:securetransport'), text('aAb')),
});

describe('evaluating policies', () => {
  it('agrees with a naive reading of the rules in 6,000 random cases', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), call, (statements, asked) => {
        const { context, ...need } = asked;
        expect(decide(statements, need, context)).toBe(simulate(statements, asked));
      }),
      { numRuns: 6_000 },
    );
  });

  const get = { action: 's3:GetObject', resource: 'arn:aws:s3:::shop/a' };
  const allow = (fields: object) => [{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...fields }];

  it.each([
    ['allows what a statement allows', allow({}), 'allowed'],
    ['denies what nothing allows', [], 'implicitly denied'],
    ['takes no notice of the case of actions', allow({ Action: 'S3:getobject' }), 'allowed'],
    [
      'takes notice of the case of resources',
      allow({ Resource: 'arn:aws:s3:::Shop/*' }),
      'implicitly denied',
    ],
    [
      'denies what a statement denies, whatever allows it',
      [...allow({}), { ...allow({})[0], Effect: 'Deny' }],
      'explicitly denied',
    ],
    [
      'needs the keys of its conditions',
      allow({ Condition: { StringEquals: { 'aws:x': 'y' } } }),
      'implicitly denied',
    ],
  ])('%s', (_name, statements, outcome) => {
    expect(decide(statements, get)).toBe(outcome);
  });

  it.each([
    ['arn:aws:execute-api:us-east-1:1:api/*', true],
    ['arn:aws:execute-api:us-east-1:1:api/*/*/*', false],
    // a star ends with its part of the ARN
    ['arn:aws:*', false],
    ['arn:*:execute-api:*:*:*', true],
  ])('compares the ARN of a $default route with %s part by part', (pattern, isAllowed) => {
    const statements = allow({ Condition: { ArnLike: { 'aws:SourceArn': pattern } } });
    const context = { 'aws:sourcearn': 'arn:aws:execute-api:us-east-1:1:api/$default/$default' };

    expect(decide(statements, get, context) === 'allowed').toBe(isAllowed);
  });
});

describe('a policy that cannot be enforced here', () => {
  it.each([
    [
      'a condition operator',
      { Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } } },
      'unsupported condition operator "DateLessThan"',
    ],
    [
      'a variable',
      { Resource: ['arn:aws:s3:::shop/$', '{aws:username}'].join('') },
      'unsupported variable in a policy',
    ],
    ['a federated principal', { Principal: { Federated: 'accounts.google.com' } }, 'unsupported policy'],
    ['an effect', { Effect: 'allow' }, 'unsupported policy'],
  ])('names its construct and %s', (_name, fields, message) => {
    const parse = () =>
      decide([{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...fields }], { action: '', resource: '' });

    expect(parse).toThrow(message);
    expect(parse).toThrow('at Shop/Policy');
  });
});
