import { createRequire } from 'node:module';
import { type Counted, countIn } from './day-counts.ts';
import { conditionsOf, jsonataOf, logicOf } from './rule-languages.ts';
import { ruleTrees } from './rule-trees.ts';

/** How many of the fifty rules hold for somebody. */
export type Engine = (person: Counted) => number | Promise<number>;

// not all of them ship types; what is used of each is said here
const load = createRequire(import.meta.url);

type Win = (person: Counted, event: string, measure: string, days: number) => number;

/** Other people's rule engines with the fifty rules in their languages, compiled where they compile. */
export function ruleEngines(today: number) {
  const win: Win = (person, event, measure, days) =>
    countIn(person, event, { days, of: measure === 'sum' ? 2 : 1 }, today);
  return {
    jsonLogicJs: jsonLogicJs(win),
    jsonLogicEngine: jsonLogicEngine(win),
    jsonRulesEngine: jsonRulesEngine(),
    jsonata: jsonata(win),
  };
}

type JsonLogicJs = {
  add_operation(name: string, run: Win): void;
  apply(rule: object, data: Counted): unknown;
};

function jsonLogicJs(win: Win): Engine {
  const engine: JsonLogicJs = load('json-logic-js');
  engine.add_operation('win', win);
  const rules = ruleTrees.map(logicOf);
  return (person) => count(rules, (rule) => engine.apply(rule, person));
}

type JsonLogicEngine = new () => {
  addMethod(name: string, run: (given: Parameters<Win>) => number, options: object): void;
  build(rule: object): (data: Counted) => unknown;
};

function jsonLogicEngine(win: Win): Engine {
  const { LogicEngine }: { LogicEngine: JsonLogicEngine } = load('json-logic-engine');
  const engine = new LogicEngine();
  engine.addMethod('win', (given) => win(...given), { sync: true, deterministic: true });
  const rules = ruleTrees.map((tree) => engine.build(logicOf(tree)));
  return (person) => count(rules, (rule) => rule(person));
}

type JsonRulesEngine = new (
  rules: readonly object[],
  options: object,
) => {
  addOperator(name: string, test: (actual: unknown, expected: unknown) => boolean): void;
  run(facts: object): Promise<{ readonly events: readonly unknown[] }>;
};

/** It knows no windows: its facts are totals that somebody else worked out. */
function jsonRulesEngine(): (facts: object) => Promise<number> {
  const { Engine }: { Engine: JsonRulesEngine } = load('json-rules-engine');
  const rules = ruleTrees.map((tree, index) => {
    const conditions = conditionsOf(tree);
    return {
      conditions: 'fact' in conditions ? { all: [conditions] } : conditions,
      event: { type: `${index}` },
    };
  });
  const engine = new Engine(rules, { allowUndefinedFacts: true });
  engine.addOperator('known', (actual, expected) => (actual !== undefined) === expected);
  return async (facts) => (await engine.run(facts)).events.length;
}

type Jsonata = (text: string) => {
  registerFunction(name: string, run: Win): void;
  evaluate(data: Counted): Promise<unknown>;
};

function jsonata(win: Win): Engine {
  const compile: Jsonata = load('jsonata');
  const rules = ruleTrees.map((tree) => compile(jsonataOf(tree)));
  for (const rule of rules) rule.registerFunction('win', win);
  return async (person) => {
    let holding = 0;
    for (const rule of rules) if (await rule.evaluate(person)) holding += 1;
    return holding;
  };
}

function count<Rule>(rules: readonly Rule[], holds: (rule: Rule) => unknown): number {
  let holding = 0;
  for (const rule of rules) if (holds(rule)) holding += 1;
  return holding;
}
