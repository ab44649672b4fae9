import type { Benchmark } from './benchmark.ts';
import { collector } from './collector/collector.ts';
import { processor } from './processor/processor.ts';
import { codec } from './profiles/codec.ts';
import { cost } from './profiles/cost.ts';
import { wake } from './profiles/wake.ts';
import { segments } from './segments/segments.ts';
import { throughput } from './throughput/throughput.ts';

/** Every benchmark by the name that `npm run bench --` takes; a new one is a file and a line here. */
export const benchmarks: ReadonlyMap<string, Benchmark> = new Map([
  ['codec', codec],
  ['collector', collector],
  ['cost', cost],
  ['processor', processor],
  ['segments', segments],
  ['throughput', throughput],
  ['wake', wake],
]);
