import { Simulation } from './engine/simulation.ts';
import { wrongOutcomes } from './oracle/wrong-outcomes.ts';
import { type ShapeName, shapeOf } from './shapes/shapes.ts';

export type SeedResult = {
  readonly shape: ShapeName;
  readonly seed: number;
  /** each a sentence; none when all is as the events say */
  readonly wrong: readonly string[];
  /** how often what went wrong on the way */
  readonly faults: ReadonlyMap<string, number>;
};

/** Plays one shape with one seed; the same seed plays the same again. */
export async function simulateSeed(shape: ShapeName, seed: number): Promise<SeedResult> {
  const simulation = new Simulation(shapeOf(shape), seed);
  const wrong = await simulation
    .run()
    .then(() => wrongOutcomes(simulation.cloud, shapeOf(shape)))
    .catch((error: unknown) => [describe(error)]);
  return { shape, seed, wrong, faults: simulation.plan.counts };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? String(error) : `${error}, because of ${describe(error.cause)}`;
}

export const replayCommand = ({ shape, seed }: Pick<SeedResult, 'shape' | 'seed'>): string =>
  `npm run simulate -- --shape ${shape} --seed ${seed}`;
