import { parseArgs } from 'node:util';
import { CommandError } from '../command.ts';

export const costHelp = `Measures what AWS would bill, by running everything in a local cloud of its own that is gone afterwards.

  npm run cost
  npm run cost -- --shoppers 20 --days 2
  npm run cost -- --data ../shared/data/completejourney --lines 75000
  npm run cost -- --json > cost.json

  --seconds <n>    seconds of visits (default 60)
  --shoppers <n>   visitors of the example shop (default 40)
  --days <n>       virtual days they come (default 3)
  --seed <n>       the same seed plays the same events (default 1)
  --data <folder>  purchases to replay: transactions_sample.csv.gz of The Complete Journey
                   (default ../shared/data/completejourney; left out where there is none)
  --lines <n>      lines of it to read (default 5000)
  --json           figures as JSON; progress goes to stderr
  --help           this

Plays visits as dense as in a month with 100 million events, the example shop with journeys and messages, and real
purchases; prices an idle stack. Prices and their sources are in infra/local/billing/prices.json, without free tiers.`;

export type CostOptions = {
  readonly seconds: number;
  readonly shoppers: number;
  readonly days: number;
  readonly seed: number;
  readonly data: string;
  readonly lines: number;
  readonly json: boolean;
  readonly help: boolean;
};

const flags = {
  seconds: { type: 'string', default: '60' },
  shoppers: { type: 'string', default: '40' },
  days: { type: 'string', default: '3' },
  seed: { type: 'string', default: '1' },
  data: { type: 'string', default: '../shared/data/completejourney' },
  lines: { type: 'string', default: '5000' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export function parseCostOptions(words: readonly string[]): CostOptions {
  const values = readFlags(words);
  return {
    seconds: whole('--seconds', values.seconds, [1, 100_000]),
    shoppers: whole('--shoppers', values.shoppers, [1, 10_000]),
    days: whole('--days', values.days, [1, 90]),
    seed: whole('--seed', values.seed, [0, 4_294_967_295]),
    lines: whole('--lines', values.lines, [1, 100_000_000]),
    data: values.data,
    json: values.json,
    help: values.help,
  };
}

function readFlags(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: flags }).values;
  } catch (cause) {
    throw new CommandError(`${cause instanceof Error ? cause.message : cause}\n\n${costHelp}`, { cause });
  }
}

function whole(flag: string, text: string, [least, most]: readonly [number, number]): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new CommandError(`${flag} must be a whole number from ${least} to ${most}, got \`${text}\``);
}
