import { shapeNames } from '../shapes/shapes.ts';
import { simulateSeed } from '../simulate-seed.ts';

/** The first seed of the shapes that comes out wrong; the shapes take turns. */
async function firstWrong(seeds: number, names: readonly string[]) {
  const shapes = shapeNames.filter((name) => names.includes(name));
  for (let seed = 1; seed <= seeds; seed += 1)
    for (const shape of shapes) {
      const { wrong } = await simulateSeed(shape, seed);
      if (wrong.length > 0) return { shape, seed, wrong: wrong.slice(0, 1) };
    }
  return null;
}

const [seeds, ...names] = process.argv.slice(2);
console.log(JSON.stringify(await firstWrong(Number(seeds), names)));
process.exit();
