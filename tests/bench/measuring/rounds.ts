import type { Size } from '../benchmark.ts';

export type Rounds = {
  readonly rounds: number;
  /** processor time for each in every round */
  readonly milliseconds: number;
  /** how many events one pass works on */
  readonly events: number;
};

/** The sizes of a benchmark that measures in turns. */
export const roundSizes = (milliseconds: number): Readonly<Record<'rounds' | 'milliseconds', Size>> => ({
  rounds: { about: 'rounds, of which the median counts', usual: 9, smallest: 1 },
  milliseconds: { about: 'processor time for each part of a round', usual: milliseconds, smallest: 1 },
});

export type Figure = {
  /** processor time per event: the median of all rounds, the least and the most */
  readonly microseconds: number;
  readonly spread: readonly [least: number, most: number];
  readonly eventsPerSecond: number;
};

/** Processor microseconds per event of each in every round. They take turns, so that a busy machine is so for all. */
export async function measureInTurns<Name extends string>(
  passes: Readonly<Record<Name, () => unknown>>,
  { rounds, milliseconds, events }: Rounds,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(passes) as Name[]; // Object.keys forgets the key type
  const costs = names.map((): number[] => []);
  // the first round makes the code warm
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, name] of names.entries()) {
      const cost = await costOf(passes[name], milliseconds);
      if (round > 0) costs[index]?.push(cost / events);
    }
  return Object.fromEntries(names.map((name, index) => [name, costs[index]])) as Record<Name, number[]>; // as above
}

/** What one pass costs, over as many as the time takes. */
async function costOf(pass: () => unknown, milliseconds: number): Promise<number> {
  const before = process.cpuUsage();
  for (let passes = 1; ; passes += 1) {
    await pass();
    const { user, system } = process.cpuUsage(before);
    const spent = user + system;
    if (spent >= milliseconds * 1_000) return spent / passes;
  }
}

export function figureOf(costs: readonly number[]): Figure {
  const microseconds = median(costs);
  return {
    microseconds: round(microseconds),
    spread: [round(Math.min(...costs)), round(Math.max(...costs))],
    eventsPerSecond: Math.round(1_000_000 / microseconds),
  };
}

/** How fast something is beside an anchor, round by round: 1 is as fast, 0.5 half as fast. */
export function ratioTo(anchor: readonly number[], costs: readonly number[]): number {
  return round(median(costs.map((cost, index) => (anchor[index] ?? Number.NaN) / cost)));
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN;

const round = (figure: number): number => Number(figure.toPrecision(3));
