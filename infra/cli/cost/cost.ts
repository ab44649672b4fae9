import { idleUsage } from '../../local/billing/idle-usage.ts';
import { type Bill, price } from '../../local/billing/price.ts';
import { prices } from '../../local/billing/prices.ts';
import { synthesize } from '../../local/demo/synthesize.ts';
import { loadAssembly } from '../../local/runtime/template/assembly.ts';
import { CommandError } from '../command.ts';
import { type Measurement, measure } from './measure.ts';
import { costHelp, parseCostOptions } from './options.ts';
import { findPlays } from './plays.ts';
import { perMillion, project, tableUnits } from './projection.ts';
import { costText } from './tables.ts';

const root = new URL('../../../', import.meta.url).pathname;
// what is asked for goes to stdout, how far it is to stderr
const print = (text: string): void => console.error(text);

async function main(): Promise<void> {
  const options = parseCostOptions(process.argv.slice(2));
  if (options.help) return console.log(costHelp);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const assembly = await synthesize(root, print);
  const measurements: Measurement[] = [];
  for (const play of await findPlays(options, print)) {
    print(`Measuring: ${play.name}`);
    measurements.push(await measure(play, { root, assembly, options, print, signal: stop.signal }));
  }
  const { template } = await loadAssembly(assembly);
  const idle = price(idleUsage(template), prices);
  console.log(options.json ? costJson(measurements, idle) : `\n${costText(measurements, idle, prices)}`);
}

function costJson(measurements: readonly Measurement[], idle: Bill): string {
  const plays = measurements.map((measurement) => ({
    ...measurement,
    perMillion: perMillion(measurement, prices),
    tables: tableUnits(measurement),
    at100Million: project(measurement, idle, prices),
  }));
  return JSON.stringify({ region: prices.region, plays, idle }, undefined, 2);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
