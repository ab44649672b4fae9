import { parseArgs } from 'node:util';
import * as z from 'zod';
import { browserSender } from './browser-sender.ts';
import { localClock } from './local-clock.ts';
import { playTraffic } from './play-traffic.ts';
import { serverSender } from './server-sender.ts';

const help = `Plays made-up shoppers into a running local cloud, in virtual time.

  export TRIBUTARY_CLOCK_URL=http://127.0.0.1:4566
  node --import ./infra/local/demo/clock-preload.ts examples/shop/traffic/play.ts

  --local <url>    the local cloud (default http://127.0.0.1:4566)
  --shoppers <n>   how many (default 60)
  --days <n>       virtual days with visitors (default 4)
  --seed <n>       the same seed plays the same events (default 1)`;

const healthSchema = z.object({
  publicUrl: z.url(),
  sources: z.array(z.object({ kind: z.string(), writeKey: z.string() })),
});
const numberSchema = z.coerce.number().int().min(0).max(100_000);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      local: { type: 'string', default: 'http://127.0.0.1:4566' },
      shoppers: { type: 'string', default: '60' },
      days: { type: 'string', default: '4' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(help);
  const { publicUrl: url, sources } = healthSchema.parse(
    await (await fetch(`${values.local}/_local/health`)).json(),
  );
  const keyOf = (kind: string): string => sources.find((source) => source.kind === kind)?.writeKey ?? '';
  const browser = browserSender({ url, writeKey: keyOf('browser') });
  const server = serverSender({ url, writeKey: keyOf('server') });
  const tally = await playTraffic(
    { clock: localClock(values.local), browser, server, progress: (text) => console.log(`  ${text}`) },
    {
      seed: numberSchema.parse(values.seed),
      shoppers: numberSchema.parse(values.shoppers),
      days: numberSchema.parse(values.days),
    },
  );
  await server.close();
  console.log(`  sent ${tally.sent}, accepted ${tally.accepted}, rejected ${tally.rejected}`);
  process.send?.(tally); // to `npm start`, which runs this as its child
}

await main();
