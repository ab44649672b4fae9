import type { Context } from 'aws-lambda';
import { collectorHandler } from '../../../functions/collector/handler.ts';
import { minimalCollector } from '../anchors/minimal-collector.ts';
import { benchmark } from '../benchmark.ts';
import { figureOf, measureInTurns, type Rounds, ratioTo, roundSizes } from '../measuring/rounds.ts';
import { batches, type Requests, singles } from './requests.ts';
import { stagesOf } from './stages.ts';
import { stubWorld } from './stub-world.ts';

const EVENTS_PER_BATCH = 20;

const goal = { single: 0.18, batched: 0.4 };
const modelled = [
  'the deployed handler on one core; PutRecords is packed and written down, but neither signed nor sent',
  'events of about 1,000 bytes as analytics-next sends them, alone and 20 at once; one source',
  'ratio: to the least a collector must do (tests/bench/anchors/minimal-collector.ts), in turns in one process; it is given zipped batches unzipped',
  'split: processor microseconds per event; the rest of the whole is routing, the answer and the middleware',
  'split.validating: what a contract in mode warn adds to an event of its source; the whole has none',
];

/** What the collector's own code costs an event, and where. */
export const collector = benchmark({
  about: 'events a second and core of the collector, beside the least that any collector does',
  sizes: roundSizes(250),
  run: async (sizes) => {
    const plain = batches(EVENTS_PER_BATCH);
    const events = plain.length * EVENTS_PER_BATCH;
    return {
      ...{ modelled, goal },
      single: await measure(singles, singles, { ...sizes, events: singles.length }),
      batched: await measure(plain, plain, { ...sizes, events }),
      zipped: await measure(batches(EVENTS_PER_BATCH, true), plain, { ...sizes, events }),
    };
  },
});

async function measure(requests: Requests, plain: Requests, rounds: Rounds) {
  const world = stubWorld();
  const handler = collectorHandler(world);
  const { whole, least, ...split } = await measureInTurns(
    {
      ...(await stagesOf(world, requests)),
      whole: () => serve(handler, requests),
      least: () => plain.reduce((sum, request) => sum + minimalCollector(request).length, 0),
    },
    rounds,
  );
  return {
    collector: figureOf(whole),
    anchor: figureOf(least),
    ratio: ratioTo(least, whole),
    split: Object.fromEntries(
      Object.entries(split).map(([stage, costs]) => [stage, figureOf(costs).microseconds]),
    ),
  };
}

async function serve(handler: ReturnType<typeof collectorHandler>, requests: Requests): Promise<void> {
  for (const request of requests) {
    const { statusCode } = await handler(request, {} as Context); // nothing reads it
    if (statusCode !== 200) throw new Error(`the collector answered ${statusCode}`);
  }
}
