import { join } from 'node:path';
import { type AdminClient, adminClient } from '../../cli/cloud/admin-client.ts';
import { pushDirectory } from '../../cli/cloud/push-directory.ts';
import type { Cloud } from '../cloud.ts';
import { countJourneys, listAccepted } from './count-journeys.ts';
import { countOutcome } from './data/count-outcome.ts';
import { type DemoRecord, loadDemo, saveDemo } from './data/demo-record.ts';
import type { StartOptions } from './options.ts';
import { personText } from './person.ts';
import { type Played, playShop } from './play-shop.ts';
import { findFaults, listLiveSegments, reportText } from './report.ts';
import { exampleText, findJourneyFaults, reportJourneys } from './report-journeys.ts';

export type DemoStage = {
  readonly root: string;
  readonly cloud: Cloud;
  readonly signal: AbortSignal;
  print(text: string): void;
};

/** Publishes the shop, plays its traffic, and prints what came of it; answers the exit code. */
export async function runDemo(
  { root, cloud, signal, print }: DemoStage,
  options: StartOptions,
): Promise<number> {
  const { publicUrl: url, adminToken: token, awsUrl } = cloud;
  const admin = adminClient({ url, token });
  print('\nPublishing examples/shop');
  const pushed = await pushDirectory(
    { admin, options: {}, print, confirm: async () => true },
    join(root, 'examples/shop'),
  );
  if (pushed === 'refused') return 1;
  const earlier = loadDemo(options);
  const played = earlier?.played ?? (await play({ root, cloud, signal, print }, options, earlier));
  if (earlier?.played)
    print('\nThe demo was played before and is not played again (--fresh begins anew). What is there:\n');
  const drained = await cloud.drain();
  const outcome = await countOutcome(awsUrl);
  print(reportText(played, outcome, await listLiveSegments(admin)));
  print(await personText(admin, 'recent-buyers'));
  const journeyFaults = await showJourneys(admin, awsUrl, print);
  const left = drained.drained ? [] : [`not drained: ${JSON.stringify(drained.left)}`];
  const { denials } = cloud.iam();
  const denied = denials.length === 0 ? [] : [`${denials.length} calls were denied, printed above`];
  // who comes back may have sent events of their own
  const countFaults = earlier?.played ? [] : findFaults(played, outcome, errorLines(cloud));
  const faults = [...countFaults, ...journeyFaults, ...left, ...denied];
  for (const fault of faults) print(`\nFAULT: ${fault}`);
  return faults.length === 0 ? 0 : 1;
}

async function play(
  { root, cloud, signal, print }: DemoStage,
  options: StartOptions,
  earlier: DemoRecord | undefined,
): Promise<Played> {
  if (earlier !== undefined)
    print('\nThe demo was interrupted. It is played again; events that are there already are recognised.');
  print(`\nPlaying ${options.days} days of ${options.shoppers} visitors (seed ${options.seed})`);
  const startedAt = performance.now();
  saveDemo(options);
  const played = await playShop({ root, awsUrl: cloud.awsUrl, signal, ...options });
  saveDemo(options, played);
  print(`  played in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s\n`);
  return played;
}

async function showJourneys(
  admin: AdminClient,
  awsUrl: string,
  print: DemoStage['print'],
): Promise<string[]> {
  const [journeys, accepted] = await Promise.all([countJourneys(admin), listAccepted(awsUrl)]);
  print(`\n${reportJourneys(journeys)}`);
  print(exampleText(accepted, 'email'));
  return findJourneyFaults(journeys, accepted);
}

// what a function logs as an error, and what the runtime writes when one dies or runs out of time
const errorLines = (cloud: Cloud): string[] =>
  cloud
    .logs()
    .filter(({ text }) => /"level":"ERROR"|^Error|Task timed out|Runtime exited/.test(text))
    .map((line) => `${line.function}: ${line.text.slice(0, 500)}`);
