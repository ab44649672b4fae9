import { type MinimalPerson, minimalProcessor, pack } from '../anchors/minimal-processor.ts';
import type { Counts } from '../anchors/minimal-rules.ts';
import { benchmark } from '../benchmark.ts';
import { randomFrom } from '../measuring/random.ts';
import { figureOf, measureInTurns, type Rounds, ratioTo, roundSizes } from '../measuring/rounds.ts';
import { deployedProcessor } from './deployed.ts';
import { anonymousId, NOW, PEOPLE } from './people.ts';
import { batchesOf } from './records.ts';
import { eventNames } from './segments.ts';
import { stubDynamo } from './stub-dynamo.ts';

const BATCHES = 2;
const DAY = 86_400_000;

const goal = { oneEvent: 0.8, threeEvents: 0.6 };
const modelled = [
  'update-profiles on one core with the real SDK; its requests are built, signed and answered from memory, not sent',
  '1,000 people with a year of history, 50 segments, batches of 500 events of about 1,000 bytes',
  'ratio: to the least any processor does with one UpdateItem a person (tests/bench/anchors/minimal-processor.ts), in turns in one process',
  'the SDK as update-profiles sets it, for the anchor as it comes',
];

/** What folding a batch costs, with one event of a person in it and with three. */
export const processor = benchmark({
  about: 'events a second and core of update-profiles, beside the least that any processor does',
  sizes: roundSizes(400),
  run: async (sizes) => {
    const deployed = deployedProcessor();
    const minimal = minimalProcessor(
      stubDynamo(() => '{}'),
      minimalPeople(),
    );
    const measure = async (eventsPerPerson: number, rounds: Omit<Rounds, 'events'>) => {
      const batches = batchesOf(BATCHES, eventsPerPerson);
      const events = batches.flat().length;
      const passes = {
        whole: () => each(batches, deployed),
        least: () => each(batches, minimal),
      };
      const { whole, least } = await measureInTurns(passes, { ...rounds, events });
      return { processor: figureOf(whole), anchor: figureOf(least), ratio: ratioTo(least, whole) };
    };
    return { modelled, goal, oneEvent: await measure(1, sizes), threeEvents: await measure(3, sizes) };
  },
});

async function each<Batch>(
  batches: readonly Batch[],
  work: (batch: Batch) => Promise<unknown>,
): Promise<void> {
  for (const batch of batches) await work(batch);
}

function minimalPeople(): ReadonlyMap<string, MinimalPerson> {
  const random = randomFrom(3);
  const today = Math.floor(NOW / DAY);
  const person = (): MinimalPerson => {
    const counts: Counts = new Map();
    for (const name of eventNames) {
      const days = new Set(
        Array.from({ length: random() * random() * 40 + 1 }, () => Math.floor(random() * random() * 400)),
      );
      const ascending = [...days].sort((a, b) => b - a);
      counts.set(
        name,
        ascending.map((ago) => ({ day: today - 1 - ago, count: 1, sum: Math.floor(random() * 120) })),
      );
    }
    return { traits: { plan: 'free', country: 'US', age: 30, emailConsent: true }, packed: pack(counts) };
  };
  return new Map(Array.from({ length: PEOPLE }, (_, index) => [anonymousId(index), person()]));
}
