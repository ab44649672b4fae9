import { arch, cpus, loadavg } from 'node:os';
import { benchmarks } from './benchmarks.ts';
import { asksForHelp, benchmarkText, helpText, listText, parseSizes, UsageError } from './command-line.ts';

// figures go to stdout, how far it is to stderr
const print = (text: string): void => console.error(text);

async function main([name = '--help', ...words]: readonly string[]): Promise<void> {
  if (asksForHelp([name])) return console.log(helpText(benchmarks));
  if (name === '--list') return console.log(listText(benchmarks));
  const benchmark = benchmarks.get(name);
  if (benchmark === undefined)
    throw new UsageError(`there is no benchmark \`${name}\`, there are:\n${listText(benchmarks)}`);
  if (asksForHelp(words)) return console.log(benchmarkText(name, benchmark));
  const sizes = parseSizes(benchmark, words);
  const loads = [load()];
  const figures = await benchmark.run(sizes, print);
  loads.push(load());
  console.log(
    JSON.stringify({ benchmark: name, machine: { ...machine(), loads }, sizes, ...figures }, undefined, 2),
  );
}

function machine() {
  const [cpu] = cpus();
  return { node: process.version, arch: arch(), cpu: cpu?.model.trim(), cores: cpus().length };
}

// of the last minute: with more than the benchmark at work, its figures say less
const load = (): number => Number(loadavg()[0]?.toFixed(1));

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
