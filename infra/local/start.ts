import { once } from 'node:events';
import { adminClient } from '../cli/cloud/admin-client.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { lastWritten, removeData } from './demo/data/data-folder.ts';
import { loadDemo } from './demo/data/demo-record.ts';
import { OptionError, parseStartOptions, type StartOptions, startHelp } from './demo/options.ts';
import { runDemo } from './demo/run-demo.ts';
import { seedCloud } from './demo/seed.ts';
import { synthesize } from './demo/synthesize.ts';
import { DataInUseError } from './runtime/deployment/data-lock.ts';
import { PortTakenError } from './runtime/front/port-taken.ts';

const root = new URL('../../', import.meta.url).pathname;
// what a shell says of a process that Ctrl-C ended
const interrupted = 130;
const print = (text: string): void => console.log(text);

async function main(): Promise<number> {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) {
    print(startHelp);
    return 0;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const stopped = once(stop.signal, 'abort');
  const cloud = await bringUp(options);
  try {
    const stage = { root, cloud, print, signal: stop.signal };
    const demo = options.demo ? runDemo(stage, options) : Promise.resolve(0);
    const code = await Promise.race([demo, stopped.then(() => interrupted)]);
    if (options.once || stop.signal.aborted) return code;
    print(whereText(cloud, options));
    await stopped;
    print('\nStopping.');
    return code;
  } finally {
    await cloud.stop();
  }
}

async function bringUp(options: StartOptions): Promise<Cloud> {
  if (options.fresh && options.data !== undefined) removeData(options.data);
  // a demo that cannot be played is refused before anything starts
  if (options.demo) loadDemo(options);
  print(dataText(options));
  const assembly = await synthesize(root, print);
  const startedAt = performance.now();
  const { port, awsPort, data: dataDir, kinesisLimits } = options;
  const cloud = await startCloud({
    ...{ assembly, port, awsPort, dataDir, kinesisLimits },
    waitsForSources: true,
    onDenial: ({ message }) => print(`FAULT: ${message}`),
  });
  const admin = adminClient({ url: cloud.publicUrl, token: cloud.adminToken });
  cloud.setSources(await seedCloud(admin));
  print(`The local cloud is up after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s.`);
  return cloud;
}

function dataText({ data }: StartOptions): string {
  if (data === undefined) return 'The state is in memory and ends with this process.';
  const written = lastWritten(data);
  if (written === undefined) return `The state is kept in ${data}; the next start goes on with it.`;
  return `Going on with the state of ${written.toISOString()} in ${data} (--fresh begins anew).`;
}

function whereText({ publicUrl, awsUrl }: Cloud, { awsPort }: StartOptions): string {
  const local = awsPort === 4566 ? '' : ` --local ${awsUrl}`;
  return `
Serving until Ctrl-C:
  ${publicUrl}  collector and admin API
  ${awsUrl}  AWS endpoint; ${awsUrl}/_local/health tells write keys and the admin token

  npm run site${awsPort === 4566 ? '' : ` -- ${awsUrl}`}  a shop page whose visitors are tracked here
  npm run cdp -- segments${local}
  npm run cdp -- members recent-buyers${local}
  npm run cdp -- --help`;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isForTheUser = [OptionError, PortTakenError, DataInUseError].some((kind) => error instanceof kind);
  if (!(error instanceof Error && isForTheUser)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
