import { compileRules } from '../../../shared/definitions/live-rules.ts';
import { countDays } from '../anchors/day-counts.ts';
import { ruleEngines } from '../anchors/rule-engines.ts';
import { factsIn } from '../anchors/rule-languages.ts';
import { segments } from '../processor/segments.ts';
import { factsOf, NOW, shoppers, TODAY } from './shoppers.ts';

/** Everybody asked about all fifty rules: each pass answers how many hold together, the same for all. */
export function evaluationPasses(count: number) {
  const people = shoppers(count);
  const { compiled } = compileRules({
    number: 1,
    definitions: segments.map((body) => ({ kind: 'segment', id: body.id, version: 1, since: 1, body })),
  });
  const facts = people.map((shopper) => factsOf(shopper, compiled));
  const counted = people.map(countDays);
  const flat = counted.map((person) => factsIn(person, TODAY));
  const { jsonRulesEngine, ...others } = ruleEngines(TODAY);
  return {
    holds: () => {
      let holding = 0;
      for (const person of facts) {
        for (const segment of compiled.segments) if (segment.holds(person, NOW)) holding += 1;
      }
      return holding;
    },
    nextFlips: () => {
      let holding = 0;
      for (const person of facts) {
        for (const segment of compiled.segments) if (segment.evaluate(person, NOW).holds) holding += 1;
      }
      return holding;
    },
    jsonLogicEngine: () => sum(counted, others.jsonLogicEngine),
    jsonLogicJs: () => sum(counted, others.jsonLogicJs),
    jsonata: () => sum(counted, others.jsonata),
    jsonRulesEngine: () => sum(flat, jsonRulesEngine),
  };
}

async function sum<Person>(
  people: readonly Person[],
  ask: (person: Person) => number | Promise<number>,
): Promise<number> {
  let holding = 0;
  for (const person of people) {
    const answer = ask(person);
    holding += typeof answer === 'number' ? answer : await answer;
  }
  return holding;
}
