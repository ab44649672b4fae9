import { benchmark } from '../benchmark.ts';
import { figureOf, measureInTurns, ratioTo } from '../measuring/rounds.ts';
import { evaluationPasses } from './evaluations.ts';
import { reevaluationPasses } from './reevaluations.ts';

const RULES = 50;
const SEGMENTS = [50, 500, 5_000];

const goal = {
  evaluations: {
    evaluationsPerSecond: 16_000_000,
    ratios: { jsonLogicJs: 9, jsonLogicEngine: 1.1, jsonRulesEngine: 100 },
  },
  reevaluations: { 50: 2, 500: 4, 5000: 12 },
};
const modelled = [
  'evaluations: fifty rules asked of everybody; ours read exact instants, the others counts by day; json-rules-engine, which knows no windows, finished totals',
  'holds: true or false, as the others answer; nextFlips: also the instant at which time alone changes it, which none of them knows',
  'reevaluations: an event joins the windows of a profile and all its memberships and its next flip stand again; copying everybody before each pass is part of it',
  'variants of the fifty rules with other windows and bounds make up 500 and 5,000; closures: counts by day, all rules asked for true or false',
];

/** How fast segments are evaluated beside rule engines, and what one event costs with many of them. */
export const segments = benchmark({
  about: 'evaluations of segments a second beside rule engines, and microseconds an event with many segments',
  sizes: {
    rounds: { about: 'rounds, of which the median counts', usual: 7, smallest: 1 },
    milliseconds: { about: 'processor time for each part of a round', usual: 200, smallest: 1 },
    people: { about: 'people who are asked about', usual: 500, smallest: 1 },
    events: { about: 'events of theirs in a pass', usual: 5_000, smallest: 1 },
  },
  run: async (sizes, print) => {
    print('Measuring: evaluations');
    const evaluations = await measureEvaluations(sizes);
    const reevaluations: object[] = [];
    for (const count of SEGMENTS) {
      print(`Measuring: an event with ${count} segments`);
      reevaluations.push({ segments: count, ...(await measureReevaluations(count, sizes)) });
    }
    return { modelled, goal, evaluations, reevaluations };
  },
});

type Sizes = Readonly<Record<'rounds' | 'milliseconds' | 'people' | 'events', number>>;

async function measureEvaluations({ people, ...rounds }: Sizes) {
  const passes = evaluationPasses(people);
  const answers = await Promise.all(Object.values(passes).map((pass) => pass()));
  if (new Set(answers).size !== 1) throw new Error(`the engines disagree: ${answers} rules hold`);
  const costs = await measureInTurns(passes, { ...rounds, events: people * RULES });
  const { holds, nextFlips, ...others } = costs;
  const rivals = Object.entries(others).map(([name, cost]) => [
    name,
    { ...perSecond(cost), ratio: ratioTo(cost, holds) },
  ]);
  return { holds: perSecond(holds), nextFlips: perSecond(nextFlips), ...Object.fromEntries(rivals) };
}

function perSecond(costs: readonly number[]) {
  const { microseconds, spread, eventsPerSecond } = figureOf(costs);
  return { microseconds, spread, evaluationsPerSecond: eventsPerSecond };
}

async function measureReevaluations(count: number, { people, events, ...rounds }: Sizes) {
  const passes = reevaluationPasses({ segments: count, people: Math.ceil(people / 5), events });
  const { affected, closures } = await measureInTurns(passes, { ...rounds, events });
  return {
    affected: figureOf(affected),
    closures: { ...figureOf(closures), ratio: ratioTo(closures, affected) },
  };
}
