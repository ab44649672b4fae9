import type { Tally } from '../windows/tally.ts';
import { type Measure, type MeasureName, rfmMeasureNames, rfmMeasures } from './measures.ts';
import type { Bounds, Quintiles } from './scores.ts';

// bounds that stay where they are keep people where they are: smaller moves are noise
const LARGEST_UNMOVED = 0.02;

/** How many buyers have each value, rounded. Counts of different buyers add up, in any order. */
export type Sketch = Map<number, number>;
export type Sketches = Readonly<Record<MeasureName, Sketch>>;

export function newSketches(): Sketches {
  return { recency: new Map(), frequency: new Map(), money: new Map() };
}

export function countBuyer(sketches: Sketches, bought: Tally, now: number): void {
  for (const name of rfmMeasureNames) {
    const { read, round } = rfmMeasures[name];
    const value = round(read(bought, now));
    sketches[name].set(value, (sketches[name].get(value) ?? 0) + 1);
  }
}

/**
 * The quintiles from now on. Those in force stay until more than 2 % of the buyers are on another side of one of them, so that
 * nobody moves between groups because others bought a little.
 */
export function decideQuintiles(
  sketches: Sketches,
  { present, minimumBuyers }: { readonly present: Quintiles | undefined; readonly minimumBuyers: number },
): Quintiles | undefined {
  const buyers = sizeOf(sketches.frequency);
  if (buyers < minimumBuyers) return undefined;
  const boundsOf = (name: MeasureName) => fifthsOf(sketches[name], rfmMeasures[name]);
  const next = { recency: boundsOf('recency'), frequency: boundsOf('frequency'), money: boundsOf('money') };
  if (present === undefined) return next;
  const hasMoved = rfmMeasureNames.some((name) => {
    const sides = [present[name], next[name]].map((bounds) => countNotAbove(sketches[name], name, bounds));
    const [before = [], after = []] = sides;
    return before.some((count, index) => Math.abs(count - (after[index] ?? 0)) > LARGEST_UNMOVED * buyers);
  });
  return hasMoved ? next : present;
}

/** Of each fifth the worst first, the value that completes it. */
function fifthsOf(sketch: Sketch, { isAbove }: Measure): Bounds {
  const buyers = sizeOf(sketch);
  const worstFirst = [...sketch].sort(([one], [other]) => (isAbove(one, other) ? 1 : -1));
  const boundAt = (fifths: number) => {
    let passed = 0;
    const found = worstFirst.find(([, count]) => {
      passed += count;
      return 5 * passed >= fifths * buyers;
    });
    return found?.[0] ?? 0;
  };
  return [boundAt(1), boundAt(2), boundAt(3), boundAt(4)];
}

function countNotAbove(sketch: Sketch, name: MeasureName, bounds: Bounds): readonly number[] {
  const { isAbove } = rfmMeasures[name];
  return bounds.map((bound) =>
    [...sketch].reduce((sum, [value, count]) => (isAbove(value, bound) ? sum : sum + count), 0),
  );
}

function sizeOf(sketch: Sketch): number {
  return [...sketch.values()].reduce((sum, count) => sum + count, 0);
}
