import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { segmentSchemaText } from '../../shared/definitions/schemas/segment-schema-text.ts';
import { didYouMean } from '../../shared/nearest.ts';
import { connect, defaultAwsUrl } from './cloud/connect.ts';
import {
  type Command,
  CommandError,
  type CommandOptions,
  commandOptions,
  type OfflineCommand,
} from './command.ts';
import { decode } from './commands/decode.ts';
import { failed } from './commands/failed/failed.ts';
import { list } from './commands/lists/list.ts';
import { messages } from './commands/messages.ts';
import { explain } from './commands/person/explain.ts';
import { exportPerson } from './commands/person/export-person.ts';
import { forget } from './commands/person/forget.ts';
import { profile } from './commands/person/profile.ts';
import { split } from './commands/person/split.ts';
import { timeline } from './commands/person/timeline.ts';
import { push } from './commands/push.ts';
import { runs } from './commands/runs.ts';
import { members } from './commands/segments/members.ts';
import { preview } from './commands/segments/preview.ts';
import { rfm } from './commands/segments/rfm.ts';
import { schema } from './commands/segments/schema.ts';
import { segments } from './commands/segments/segments.ts';
import { source } from './commands/source.ts';
import { test } from './commands/test.ts';
import { askAtTerminal } from './terminal/ask.ts';
import { indent } from './terminal/text-table.ts';

const commands: readonly (Command | OfflineCommand)[] = [
  push,
  preview,
  segments,
  members,
  rfm,
  list,
  profile,
  timeline,
  explain,
  exportPerson(() => setTimeout(1_000)),
  forget(() => setTimeout(1_000)),
  split(() => setTimeout(1_000)),
  runs,
  messages,
  source,
  failed,
  test,
  schema(segmentSchemaText),
  decode,
];
const names = commands.map((one) => one.name);
const width = Math.max(...commands.map(({ usage }) => usage.length));

const help = `Tributary from the terminal: npm run cdp -- <command>

${commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`).join('\n')}

  --help           this, or the help of a command: npm run cdp -- push --help
  --yes            do it without asking
  --local <url>    the local cloud (default ${defaultAwsUrl})
  --url <url>      the public URL of a deployed one, with
  --token <token>  an access token for it`;

const options = {
  help: { type: 'boolean', short: 'h' },
  yes: { type: 'boolean', short: 'y' },
  local: { type: 'string' },
  url: { type: 'string' },
  token: { type: 'string' },
  ...commandOptions,
} as const;

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  const { help: isHelp, yes, local, url, token, ...given } = values;
  const [name, ...words] = positionals;
  const command = commands.find((one) => one.name === name);
  if (command === undefined && name !== undefined && name !== 'help')
    throw new CommandError(
      `there is no command \`${name}\`${didYouMean(name, names)}\nallowed: ${names.join(', ')} or --help`,
    );
  if (command === undefined || isHelp) {
    console.log(command ? `npm run cdp -- ${command.usage}\n\n${indent(command.help)}` : help);
    return 0;
  }
  requireOwn(command, given);
  if ('runOffline' in command) return command.runOffline({ print: console.log }, words);
  const confirm = yes ? async () => true : askAtTerminal;
  const admin = await connect({ local, url, token });
  return command.run({ admin, options: given, print: console.log, confirm }, words);
}

function requireOwn({ name, options: own = [] }: Command | OfflineCommand, given: CommandOptions): void {
  const stranger = Object.keys(given).find((option) => !own.some((one) => one === option));
  if (stranger) throw new CommandError(`${name} has no option --${stranger}; see ${name} --help`);
}

function readArguments() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (cause) {
    throw new CommandError(`${cause instanceof Error ? cause.message : cause}\n\n${help}`, { cause });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
