import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.ts';

export class UsageError extends Error {
  override name = 'UsageError' as const;
}

export const listText = (benchmarks: ReadonlyMap<string, Benchmark>): string =>
  [...benchmarks].map(([name, { about }]) => `${name.padEnd(12)}${about}`).join('\n');

/** Whether words ask for an explanation instead of a run. */
export const asksForHelp = (words: readonly string[]): boolean =>
  words.some((word) => word === '--help' || word === '-h');

export const helpText = (benchmarks: ReadonlyMap<string, Benchmark>): string => `Measures, and prints JSON.

  npm run bench -- <name> [--<size> <n>]
  npm run bench -- <name> --help
  npm run bench -- --list

${[...benchmarks].map(([name, benchmark]) => benchmarkText(name, benchmark)).join('\n\n')}`;

/** What a benchmark measures, and the flags it takes. */
export function benchmarkText(name: string, { about, sizes }: Benchmark): string {
  const lines = Object.entries(sizes).map(
    ([size, { about: what, usual }]) => `    ${`--${size} <n>`.padEnd(20)}${what} (default ${usual})`,
  );
  return [`  ${name.padEnd(12)}${about}`, ...lines].join('\n');
}

/** The sizes of one run; throws a UsageError naming the flag, the value got and what is allowed. */
export function parseSizes({ sizes }: Benchmark, words: readonly string[]): Record<string, number> {
  const given = readFlags(Object.keys(sizes), words);
  return Object.fromEntries(
    Object.entries(sizes).map(([name, { usual, smallest }]) => {
      const text = given[name];
      return [name, typeof text === 'string' ? whole(`--${name}`, text, smallest) : usual];
    }),
  );
}

function readFlags(names: readonly string[], words: readonly string[]) {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' } as const]));
  try {
    return parseArgs({ args: [...words], options }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function whole(flag: string, text: string, smallest: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= smallest) return Number(text);
  throw new UsageError(`${flag} must be a whole number from ${smallest}, got \`${text}\``);
}
