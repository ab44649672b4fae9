import { pass, type StatesCase } from './states-case.ts';

function goesTo(name: string, rule: object, output: 'yes' | 'no'): StatesCase {
  return {
    name,
    states: {
      a: { Type: 'Choice', Choices: [{ ...rule, Next: 'yes' }], Default: 'no' },
      yes: pass({ Result: 'yes' }),
      no: pass({ Result: 'no' }),
    },
    input: { text: 'beta', number: 5, yes: true, none: null, at: '2026-03-01T00:00:00Z' },
    output,
  };
}

/** Choice over the wire; every operator has its row in choice-rule.test.ts. */
export const choiceCases: readonly StatesCase[] = [
  goesTo('takes the rule that holds', { Variable: '$.number', NumericGreaterThan: 4 }, 'yes'),
  goesTo('takes the default otherwise', { Variable: '$.number', NumericGreaterThan: 5 }, 'no'),
  goesTo('compares text', { Variable: '$.text', StringMatches: 'b*a' }, 'yes'),
  goesTo('compares instants', { Variable: '$.at', TimestampLessThan: '2026-03-01T01:30:00+01:00' }, 'yes'),
  goesTo('compares paths', { Variable: '$.text', StringEqualsPath: '$.text' }, 'yes'),
  goesTo('takes another kind for no match', { Variable: '$.text', NumericEquals: 5 }, 'no'),
  goesTo('asks for presence', { Variable: '$.nobody', IsPresent: true }, 'no'),
  goesTo('asks for null', { Variable: '$.none', IsNull: true }, 'yes'),
  goesTo(
    'combines',
    {
      And: [
        { Variable: '$.yes', BooleanEquals: true },
        { Not: { Variable: '$.number', NumericLessThan: 5 } },
      ],
    },
    'yes',
  ),
  {
    ...goesTo('takes the first of those that hold', {}, 'yes'),
    states: {
      a: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.number', NumericEquals: 5, Next: 'yes' },
          { Variable: '$.number', NumericEquals: 5, Next: 'no' },
        ],
      },
      yes: pass({ Result: 'yes' }),
      no: pass({ Result: 'no' }),
    },
  },
  {
    name: 'fails without a match and a default',
    states: {
      a: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'b' }] },
      b: { Type: 'Succeed' },
    },
    error: 'States.NoChoiceMatched',
  },
  {
    name: 'fails on a variable that is not there',
    states: {
      a: { Type: 'Choice', Choices: [{ Variable: '$.x', NumericEquals: 1, Next: 'b' }], Default: 'b' },
      b: { Type: 'Succeed' },
    },
    error: 'States.Runtime',
  },
];
