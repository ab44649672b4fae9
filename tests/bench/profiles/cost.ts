import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type Measurement, measure } from '../../../infra/cli/cost/measure.ts';
import { replayPlay, sessionPlay } from '../../../infra/cli/cost/plays.ts';
import { project, tableUnits } from '../../../infra/cli/cost/projection.ts';
import { idleUsage } from '../../../infra/local/billing/idle-usage.ts';
import { price } from '../../../infra/local/billing/price.ts';
import { prices } from '../../../infra/local/billing/prices.ts';
import { synthesize } from '../../../infra/local/demo/synthesize.ts';
import { loadAssembly } from '../../../infra/local/runtime/template/assembly.ts';
import { benchmark } from '../benchmark.ts';
import { growth } from './growth.ts';

const root = new URL('../../../', import.meta.url).pathname;
const folder = process.env.TRIBUTARY_PURCHASES ?? join(root, '../shared/data/completejourney');
const purchases = join(folder, 'transactions_sample.csv.gz');

const goal = {
  units: { writesWithoutTimeline: 1.2, reads: 0.6, writes: 1.8 },
  dollars: { 'one event a request': 2.75, 'ten events a request': 1.35 },
  growth: { profiles: 1.02, segments: 1.05, history: 1.3 },
};
const modelled = [
  'visits in real time through the local cloud, 38 events a second; half by new browsers, which costs a profile each',
  'Lambda: measured processor time, and for each call what its round trip takes in AWS; its share of an idle stack is in the dollars',
  'growth: update-profiles over metered tables, an event at a time, a hundred times as many; ratio of dollars',
  'the real purchases are replayed where there are any: TRIBUTARY_PURCHASES names their folder',
];

/** What AWS would bill for an event: units by table, dollars for a million, and how both grow. */
export const cost = benchmark({
  about: 'units of DynamoDB and dollars of AWS for an event, and how they grow',
  sizes: {
    seconds: { about: 'seconds of visits', usual: 90, smallest: 1 },
    lines: { about: 'lines of purchases to replay', usual: 20_000, smallest: 1 },
    growth: {
      about: 'profiles, segments and past events that become a hundred times as many',
      usual: 10,
      smallest: 1,
    },
  },
  run: async (sizes, print) => {
    const assembly = await synthesize(root, print);
    const idle = price(idleUsage((await loadAssembly(assembly)).template), prices);
    const isThere = await access(purchases).then(
      () => true,
      () => false,
    );
    if (!isThere) print(`There is no ${purchases}: nothing is replayed.`);
    const plays = [sessionPlay(1), sessionPlay(10), ...(isThere ? [replayPlay(purchases)] : [])];
    const options = { ...sizes, shoppers: 0, days: 0, seed: 1, data: folder, json: true, help: false };
    const signal = new AbortController().signal;
    const measured: object[] = [];
    for (const play of plays) {
      print(`Measuring: ${play.name}`);
      measured.push(figures(await measure(play, { root, assembly, options, print, signal }), idle));
    }
    return { modelled, goal, plays: measured, growth: await growth(sizes.growth) };
  },
});

function figures(measurement: Measurement, idle: Parameters<typeof project>[1]) {
  const { name, events, eventsPerWrite, eventsPerInvocation } = measurement;
  const tables = tableUnits(measurement);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const writes = sum(tables.map((table) => table.writes));
  return {
    ...{ name, events, eventsPerWrite, eventsPerInvocation },
    writes,
    writesWithoutTimeline: sum(
      tables.filter(({ table }) => table !== 'Timeline').map((table) => table.writes),
    ),
    reads: sum(tables.map((table) => table.reads)),
    tables,
    dollarsPerMillion: project(measurement, idle, prices).dollars,
  };
}
