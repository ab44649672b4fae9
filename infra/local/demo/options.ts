import { parseArgs } from 'node:util';

export const startHelp = `Tributary on this machine: npm start -- <flags>

Synthesizes the template, deploys it into a local cloud, publishes examples/shop, plays some days of made-up visitors in
virtual time, prints what came of it, and stays up until Ctrl-C.

  --port <n>       public HTTP API: collector and admin API (default 4600)
  --aws-port <n>   AWS endpoint and control surface (default 4566)
  --shoppers <n>   how many visitors the demo has (default 60)
  --days <n>       how many virtual days they come (default 4)
  --seed <n>       the same seed plays the same events (default 1)
  --no-demo        just serve: no shop, no visitors
  --once           end when the demo is through; 0 only if every accepted event was applied
  --data <dir>     where the state is kept, to go on with at the next start (default .tributary)
  --fresh          forget the state that is kept there and begin anew
  --ephemeral      keep nothing: the state ends with the process
  --kinesis-limits a shard takes 1,000 records and 1 MiB a second, as in AWS
  --help           this`;

export type StartOptions = {
  readonly port: number;
  readonly awsPort: number;
  readonly shoppers: number;
  readonly days: number;
  readonly seed: number;
  readonly demo: boolean;
  readonly once: boolean;
  /** Undefined keeps nothing. */
  readonly data: string | undefined;
  readonly fresh: boolean;
  readonly kinesisLimits: boolean;
  readonly help: boolean;
};

/** Thrown for flags that cannot be used; the message says which and what is allowed. */
export class OptionError extends Error {
  override name = 'OptionError' as const;
}

const flags = {
  port: { type: 'string', default: '4600' },
  'aws-port': { type: 'string', default: '4566' },
  shoppers: { type: 'string', default: '60' },
  days: { type: 'string', default: '4' },
  seed: { type: 'string', default: '1' },
  demo: { type: 'boolean', default: true },
  once: { type: 'boolean', default: false },
  data: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  ephemeral: { type: 'boolean', default: false },
  'kinesis-limits': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export function parseStartOptions(words: readonly string[]): StartOptions {
  const values = readFlags(words);
  if (values.ephemeral && values.data !== undefined)
    throw new OptionError('--ephemeral keeps nothing and --data keeps everything: choose one');
  return {
    port: whole('--port', values.port, [1, 65_535]),
    awsPort: whole('--aws-port', values['aws-port'], [1, 65_535]),
    shoppers: whole('--shoppers', values.shoppers, [1, 10_000]),
    days: whole('--days', values.days, [1, 90]),
    seed: whole('--seed', values.seed, [0, 4_294_967_295]),
    demo: values.demo,
    once: values.once,
    data: values.ephemeral ? undefined : (values.data ?? '.tributary'),
    fresh: values.fresh,
    kinesisLimits: values['kinesis-limits'],
    help: values.help,
  };
}

function readFlags(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: flags, allowNegative: true }).values;
  } catch (cause) {
    throw new OptionError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function whole(flag: string, text: string, [least, most]: readonly [number, number]): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new OptionError(`${flag} must be a whole number from ${least} to ${most}, got \`${text}\``);
}
