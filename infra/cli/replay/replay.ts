import { parseArgs } from 'node:util';
import * as z from 'zod';
import { defaultAwsUrl } from '../cloud/connect.ts';
import { CommandError } from '../command.ts';
import { postBatch, type Target } from './collector.ts';
import { readOrderMap } from './order-map.ts';
import { type Replayed, rateText, replayOrders } from './replay-orders.ts';

const help = `Replays purchases from a file of order lines: each order becomes one event with its products, its total and its own time.

  npm run replay -- <transactions.csv.gz> --map <map.json>
  npm run replay -- transactions.csv.gz --map examples/replay/completejourney.json --limit 10000

  --map <file>     which column becomes which field
  --limit <n>      read the first n lines only
  --local <url>    the local cloud (default ${defaultAwsUrl})
  --url <url>      the public URL of a deployed one, with
  --key <key>      the write key of a server source of it
  --help           this

The file is CSV with titles, compressed when its name ends in .gz. Replaying it again changes nothing.`;

const options = {
  map: { type: 'string' },
  limit: { type: 'string' },
  local: { type: 'string', default: defaultAwsUrl },
  url: { type: 'string' },
  key: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [file] = positionals;
  if (file === undefined) throw new CommandError(`replay needs a file of order lines\n\n${help}`);
  if (values.map === undefined)
    throw new CommandError('replay needs --map <file>, for example examples/replay/completejourney.json');
  const map = await readOrderMap(values.map);
  const limit = limitOf(values.limit);
  const target = await targetOf(values);
  const startedAt = performance.now();
  const post = (events: readonly object[]) => postBatch(target, events);
  const replayed = await replayOrders({ file, map, limit, post, print: console.log });
  console.log(summary(replayed, startedAt));
  return replayed.rejected === 0 ? 0 : 1;
}

function readArguments() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (cause) {
    throw new CommandError(`${cause instanceof Error ? cause.message : cause}\n\n${help}`, { cause });
  }
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new CommandError(`--limit must be a whole number from 1, got \`${text}\``);
}

const healthSchema = z.object({
  publicUrl: z.url(),
  sources: z.array(z.object({ kind: z.string(), writeKey: z.string() })),
});

async function targetOf({ url, key, local }: { url?: string; key?: string; local: string }): Promise<Target> {
  if (url !== undefined && key !== undefined) return { url: url.replace(/\/+$/, ''), key };
  if (url !== undefined) throw new CommandError('--url needs --key: the write key of a server source');
  const response = await fetch(`${local}/_local/health`).catch((cause) => {
    throw new CommandError(`no local cloud answers at ${local}; start it with \`npm start -- --no-demo\``, {
      cause,
    });
  });
  const health = healthSchema.safeParse(await response.json());
  const found = health.data?.sources.find(({ kind }) => kind === 'server')?.writeKey;
  if (!health.success || found === undefined)
    throw new CommandError(`what answers at ${local} is no local cloud that is ready; try again in a moment`);
  return { url: health.data.publicUrl.replace(/\/+$/, ''), key: key ?? found };
}

function summary(replayed: Replayed, startedAt: number): string {
  const { lines, unusable, orders, people, accepted, rejected, reason } = replayed;
  return [
    `${lines.toLocaleString('en')} lines are ${rateText(orders, startedAt)} of ${people.toLocaleString('en')} people`,
    `accepted ${accepted.toLocaleString('en')}, rejected ${rejected.toLocaleString('en')}`,
    ...(unusable > 0 ? [`${unusable.toLocaleString('en')} lines could not be used`] : []),
    ...(rejected > 0 ? [`the first was rejected because: ${reason ?? 'no reason given'}`] : []),
  ].join('\n');
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
