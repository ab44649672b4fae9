import { describe, expect, it } from 'vitest';
import { compileChoice } from '../../../../../infra/local/states/kinds/choice-rule.ts';

const input = {
  text: 'beta',
  same: 'beta',
  number: 5,
  limit: 10,
  yes: true,
  none: null,
  at: '2026-03-01T00:00:00Z',
  later: '2026-03-01T02:00:00+01:00',
  file: 'report*.csv',
};
const holds = (rule: object) => compileChoice({ ...rule })({ input, context: {} });

describe('a choice rule', () => {
  it.each([
    [{ Variable: '$.text', StringEquals: 'beta' }, true],
    [{ Variable: '$.text', StringEquals: 'Beta' }, false],
    [{ Variable: '$.text', StringLessThan: 'gamma' }, true],
    [{ Variable: '$.text', StringGreaterThan: 'gamma' }, false],
    [{ Variable: '$.text', StringLessThanEquals: 'beta' }, true],
    [{ Variable: '$.text', StringGreaterThanEquals: 'bet' }, true],
    [{ Variable: '$.text', StringEqualsPath: '$.same' }, true],
    [{ Variable: '$.text', StringMatches: 'b*a' }, true],
    [{ Variable: '$.text', StringMatches: 'b*x' }, false],
    [{ Variable: '$.file', StringMatches: 'report\\*.*' }, true],
    // a dot is a dot
    [{ Variable: '$.text', StringMatches: 'b.ta' }, false],
    [{ Variable: '$.number', NumericEquals: 5 }, true],
    [{ Variable: '$.number', NumericLessThan: 5 }, false],
    [{ Variable: '$.number', NumericLessThanEquals: 5 }, true],
    [{ Variable: '$.number', NumericGreaterThan: 4.5 }, true],
    [{ Variable: '$.number', NumericGreaterThanEquals: 6 }, false],
    [{ Variable: '$.number', NumericLessThanPath: '$.limit' }, true],
    [{ Variable: '$.yes', BooleanEquals: true }, true],
    [{ Variable: '$.yes', BooleanEqualsPath: '$.yes' }, true],
    [{ Variable: '$.at', TimestampEquals: '2026-03-01T01:00:00+01:00' }, true],
    [{ Variable: '$.at', TimestampLessThanPath: '$.later' }, true],
    [{ Variable: '$.at', TimestampGreaterThan: '2026-02-28T23:59:59.999Z' }, true],
    [{ Variable: '$.at', TimestampGreaterThanEquals: '2027-01-01T00:00:00Z' }, false],
    [{ Variable: '$.at', TimestampLessThanEquals: '2026-03-01T00:00:00Z' }, true],
    // another kind is no match and no error
    [{ Variable: '$.number', StringEquals: '5' }, false],
    [{ Variable: '$.text', NumericEquals: 5 }, false],
    [{ Variable: '$.text', TimestampLessThan: '2026-03-01T00:00:00Z' }, false],
    [{ Variable: '$.none', IsNull: true }, true],
    [{ Variable: '$.text', IsNull: true }, false],
    [{ Variable: '$.nobody', IsPresent: false }, true],
    [{ Variable: '$.none', IsPresent: true }, true],
    [{ Variable: '$.number', IsNumeric: true }, true],
    [{ Variable: '$.number', IsString: false }, true],
    [{ Variable: '$.yes', IsBoolean: true }, true],
    [{ Variable: '$.at', IsTimestamp: true }, true],
    [{ Variable: '$.text', IsTimestamp: true }, false],
    [{ Not: { Variable: '$.yes', BooleanEquals: true } }, false],
    [
      {
        And: [
          { Variable: '$.yes', BooleanEquals: true },
          { Variable: '$.number', NumericEquals: 4 },
        ],
      },
      false,
    ],
    [
      {
        Or: [
          { Variable: '$.yes', BooleanEquals: false },
          { Variable: '$.number', NumericEquals: 5 },
        ],
      },
      true,
    ],
    // what comes first keeps what comes after from failing
    [
      {
        Or: [
          { Variable: '$.nobody', IsPresent: false },
          { Variable: '$.nobody', NumericEquals: 5 },
        ],
      },
      true,
    ],
    [{ Comment: 'why', Next: 'there', Variable: '$.yes', BooleanEquals: true }, true],
  ])('%j holds: %s', (rule, expected) => {
    expect(holds(rule)).toBe(expected);
  });

  it('fails for good on a variable that is not there', () => {
    const rule = { Variable: '$.nobody', NumericEquals: 5 };

    expect(() => holds(rule)).toThrow(expect.objectContaining({ error: 'States.Runtime' }));
  });

  it.each([
    [{ Variable: '$.a', StringLooksLike: 'b' }],
    [{ Variable: '$.a' }],
    [{ StringEquals: 'b' }],
    [{ Variable: '$.a', StringEquals: 'b', NumericEquals: 5 }],
    [{ Variable: '$.a', BooleanLessThan: true }],
    [{ Variable: '$.a', StringMatchesPath: '$.b' }],
    [{ And: 'all' }],
  ])('is refused when its operator is not known: %j', (rule) => {
    expect(() => compileChoice({ ...rule })).toThrow('has no operator that is known here');
  });
});
