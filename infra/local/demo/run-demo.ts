import { join } from 'node:path';
import { type AdminClient, adminClient } from '../../cli/admin-client.ts';
import { pushDirectory } from '../../cli/push.ts';
import type { Cloud } from '../cloud.ts';
import { countJourneys, listAccepted } from './count-journeys.ts';
import { countOutcome } from './count-outcome.ts';
import type { StartOptions } from './options.ts';
import { personText } from './person.ts';
import { playShop } from './play-shop.ts';
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
  print(`\nPlaying ${options.days} days of ${options.shoppers} visitors (seed ${options.seed})`);
  const startedAt = performance.now();
  const played = await playShop({ root, awsUrl, signal, ...options });
  const drained = await cloud.drain();
  print(`  played in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s\n`);
  const outcome = await countOutcome(awsUrl);
  print(reportText(played, outcome, await listLiveSegments(admin)));
  print(await personText(admin, 'recent-buyers'));
  const journeyFaults = await showJourneys(admin, awsUrl, print);
  const left = drained.drained ? [] : [`not drained: ${JSON.stringify(drained.left)}`];
  const denied = cloud.iam().denials.map(({ message }) => message);
  const faults = [...findFaults(played, outcome, errorLines(cloud)), ...journeyFaults, ...left, ...denied];
  for (const fault of faults) print(`\nFAULT: ${fault}`);
  return faults.length === 0 ? 0 : 1;
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
