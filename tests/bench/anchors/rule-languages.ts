import { type Counted, countIn } from './day-counts.ts';
import { type Counting, leavesOf, ruleTrees, type Test, type Tree } from './rule-trees.ts';

const COMPARISONS = { equal: '===', atLeast: '>=', atMost: '<=', below: '<' } as const;

/** A rule in JsonLogic. */
export function logicOf(tree: Tree): object {
  if ('all' in tree) return { and: tree.all.map(logicOf) };
  if ('any' in tree) return { or: tree.any.map(logicOf) };
  if ('not' in tree) return { '!': [logicOf(tree.not)] };
  const { of, is, to } = tree;
  const value =
    'trait' in of ? { var: `t.${of.trait}` } : { win: [{ var: '' }, of.event, of.measure, of.days] };
  if (is === 'oneOf') return { in: [value, to] };
  if (is === 'containing') return { in: [to, value] };
  if (is === 'known') return { [to ? '!==' : '===']: [value, null] };
  return { [COMPARISONS[is]]: [value, to] };
}

/** A rule in JSONata. */
export function jsonataOf(tree: Tree): string {
  if ('all' in tree) return `(${tree.all.map(jsonataOf).join(' and ')})`;
  if ('any' in tree) return `(${tree.any.map(jsonataOf).join(' or ')})`;
  if ('not' in tree) return `$not(${jsonataOf(tree.not)})`;
  const { of, is, to } = tree;
  const value =
    'trait' in of ? `t.${of.trait}` : `$win($, ${JSON.stringify(of.event)}, "${of.measure}", ${of.days})`;
  const expected = JSON.stringify(to);
  if (is === 'oneOf') return `(${value} in ${expected})`;
  if (is === 'containing') return `(${expected} in ${value})`;
  if (is === 'known') return to ? `$exists(${value})` : `$not($exists(${value}))`;
  return `(${value} ${COMPARISONS[is].replace('===', '=')} ${expected})`;
}

const OPERATORS = {
  equal: 'equal',
  atLeast: 'greaterThanInclusive',
  atMost: 'lessThanInclusive',
  below: 'lessThan',
  oneOf: 'in',
  containing: 'contains',
  known: 'known',
} as const;

/** A rule for json-rules-engine, over flat facts. */
export function conditionsOf(tree: Tree): object {
  if ('all' in tree) return { all: tree.all.map(conditionsOf) };
  if ('any' in tree) return { any: tree.any.map(conditionsOf) };
  if ('not' in tree) return { not: conditionsOf(tree.not) };
  return { fact: factName(tree.of), operator: OPERATORS[tree.is], value: tree.to };
}

/** The flat facts of a person: traits, and every total that a rule asks for. */
export function factsIn(person: Counted, today: number): object {
  const totals = ruleTrees.flatMap(leavesOf).flatMap(({ of }) => {
    if ('trait' in of) return [];
    const { event, days, measure } = of;
    return [[factName(of), countIn(person, event, { days, of: measure === 'sum' ? 2 : 1 }, today)]];
  });
  return { ...person.t, ...Object.fromEntries(totals) };
}

function factName(of: Test['of']): string {
  return 'trait' in of ? of.trait : nameOf(of);
}

const nameOf = ({ event, measure, days }: Counting): string => `${event} ${measure} ${days}`;
