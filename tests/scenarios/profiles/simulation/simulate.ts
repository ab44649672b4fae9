import { parseArgs } from 'node:util';
import { textTable } from '../../../../infra/cli/terminal/text-table.ts';
import { plantedBugs } from '../../../support/profiles/simulation/planted/bugs.ts';
import { openGarden } from '../../../support/profiles/simulation/planted/plant.ts';
import { type ShapeName, shapeNames, shapeOf } from '../../../support/profiles/simulation/shapes/shapes.ts';
import {
  replayCommand,
  type SeedResult,
  simulateSeed,
} from '../../../support/profiles/simulation/simulate-seed.ts';

const HELP = `Plays the profile functions on a seeded scheduler, with faults, and compares with what the events say.

  npm run simulate -- --seed <n> --shape <name>   one seed again
  npm run simulate -- --minutes <n> [--seed <n>]  all shapes in turn, from a seed on (default: of the present time)
  npm run simulate -- --planted [--seeds <n>]     which seed notices which planted bug (default at most 200)

shapes:
${shapeNames.map((name) => `  ${name.padEnd(20)}${shapeOf(name).about}`).join('\n')}`;

const MINUTE = 60_000;

function isShape(name: string): name is ShapeName {
  return shapeNames.some((known) => known === name);
}

async function replay(shape: string, seed: number): Promise<void> {
  if (!isShape(shape)) throw new Error(`--shape must be one of ${shapeNames.join(', ')}, got \`${shape}\``);
  const result = await simulateSeed(shape, seed);
  console.log(
    `faults: ${[...result.faults].map(([name, count]) => `${name} ${count}`).join(', ') || 'none'}`,
  );
  report(result);
  if (result.wrong.length === 0) console.log('  all as the events say');
}

function report(result: SeedResult): void {
  if (result.wrong.length > 0) process.exitCode = 1;
  console.log([replayCommand(result), ...result.wrong.map((sentence) => `  ${sentence}`)].join('\n'));
}

type Counts = { seeds: number; faults: number; wrong: number };

async function simulateFor(minutes: number, firstSeed: number): Promise<void> {
  const counts = new Map(shapeNames.map((name) => [name, { seeds: 0, faults: 0, wrong: 0 }]));
  const end = Date.now() + minutes * MINUTE;
  let told = Date.now();
  for (let seed = firstSeed; Date.now() < end; seed += 1) {
    for (const [shape, count] of counts) countIn(count, await simulateSeed(shape, seed));
    if (Date.now() - told < MINUTE) continue;
    told = Date.now();
    console.error(`seed ${seed}, ${Math.ceil((end - told) / MINUTE)} minutes left`);
  }
  const rows = [...counts].map(([shape, { seeds, faults, wrong }]) => [shape, seeds, faults, wrong]);
  const right = { align: 'right' } as const;
  console.log(
    textTable(
      [
        { title: 'shape' },
        { title: 'seeds', ...right },
        { title: 'faults', ...right },
        { title: 'wrong', ...right },
      ],
      rows,
    ),
  );
}

function countIn(count: Counts, result: SeedResult): void {
  count.seeds += 1;
  for (const times of result.faults.values()) count.faults += times;
  if (result.wrong.length === 0) return;
  count.wrong += 1;
  report(result);
}

async function huntPlanted(seeds: number): Promise<void> {
  const garden = await openGarden();
  const rows: string[][] = [];
  for (const bug of plantedBugs) {
    const caught = await garden.hunt(bug, seeds);
    if (caught === null) process.exitCode = 1;
    rows.push([
      bug.name,
      caught === null ? 'not noticed' : `${caught.shape} ${caught.seed}`,
      caught?.wrong[0] ?? '',
    ]);
    console.error(rows.at(-1)?.slice(0, 2).join(': '));
  }
  await garden.close();
  console.log(
    textTable([{ title: 'planted bug' }, { title: 'noticed by' }, { title: 'what it found' }], rows),
  );
}

const options = {
  seed: { type: 'string' },
  shape: { type: 'string' },
  minutes: { type: 'string' },
  planted: { type: 'boolean' },
  seeds: { type: 'string', default: '200' },
} as const;

function whole(flag: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${flag} must be a whole number, got \`${text}\``);
}

async function main(): Promise<void> {
  const { seed, shape, minutes, planted, seeds } = parseArgs({ options }).values;
  if (planted) return huntPlanted(whole('seeds', seeds));
  if (minutes !== undefined)
    return simulateFor(
      whole('minutes', minutes),
      whole('seed', seed ?? String(Math.floor(Date.now() / 1_000) % 1e9)),
    );
  if (shape !== undefined && seed !== undefined) return replay(shape, whole('seed', seed));
  console.log(HELP);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
process.exit();
