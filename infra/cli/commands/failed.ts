import * as z from 'zod';
import { bodyOf, listAll } from '../cloud/admin-client.ts';
import { type Command, type CommandContext, CommandError, type CommandOptions } from '../command.ts';
import { textTable } from '../terminal/text-table.ts';
import { redriveFailed } from './redrive-failed.ts';

const itemSchema = z.object({
  id: z.string(),
  code: z.string(),
  reason: z.string(),
  sourceId: z.string().optional(),
  receivedAt: z.string(),
});
const countsSchema = z.object({ counts: z.record(z.string(), z.number()), isComplete: z.boolean() });
const mostShown = 50;

type Action = (context: CommandContext, words: readonly string[]) => Promise<number>;

const actions: Readonly<Record<string, Action>> = { list, show, redrive: redriveFailed };

export const failed: Command = {
  name: 'failed',
  usage: 'failed list|show|redrive',
  summary: 'look at events that could not be used, and drive them again',
  options: ['code', 'source', 'edit'],
  help: `What a source sent and nothing could use is kept for 30 days, with the reason. Driven again it goes the way it would
go today, under the id and the time it came with; whatever was applied before is not applied twice.

  npm run cdp -- failed list                                how many of each code, and the newest ${mostShown}
  npm run cdp -- failed list --code contract_violation --source shop-web
  npm run cdp -- failed show <id>                           one, with what was sent
  npm run cdp -- failed redrive <id> [<id> ...]             some, as they are
  npm run cdp -- failed redrive <id> --edit event.json      one, put right: the file holds the whole event
  npm run cdp -- failed redrive --code unknown_type         all of a code, as they are
  npm run cdp -- failed redrive --code unknown_type --edit patch.json     all, with the fields of the file changed (null removes one)`,
  run: async (context, [word = 'list', ...words]) => {
    const action = Object.hasOwn(actions, word) ? actions[word] : undefined;
    if (action === undefined)
      throw new CommandError(`failed has no \`${word}\`; use ${Object.keys(actions).join(', ')}`);
    return action(context, words);
  },
};

const queryOf = ({ code, source }: CommandOptions): Readonly<Record<string, string>> => ({
  ...(code === undefined ? {} : { code }),
  ...(source === undefined ? {} : { source }),
});

async function list({ admin, options, print }: CommandContext): Promise<number> {
  const query = queryOf(options);
  const counted = await admin.call(countsSchema, {
    path: `/failed-events/counts?${new URLSearchParams(query)}`,
  });
  const { counts, isComplete } = bodyOf(counted);
  const { items } = await listAll(admin, itemSchema, { path: '/failed-events', query, most: mostShown });
  if (items.length === 0) print('No failed events.');
  else print(`${countsTable(counts, isComplete)}\n\n${itemsTable(items)}`);
  return 0;
}

function countsTable(counts: Readonly<Record<string, number>>, isComplete: boolean): string {
  const rows = Object.entries(counts).sort(([, one], [, other]) => other - one);
  const title = isComplete ? 'events' : 'events, of the newest 10000';
  return textTable([{ title: 'code' }, { title, align: 'right' }], rows);
}

const itemsTable = (items: readonly z.infer<typeof itemSchema>[]): string =>
  textTable(
    ['received', 'code', 'source', 'reason', 'id'].map((title) => ({ title })),
    items.map(({ receivedAt, code, sourceId, reason, id }) => [receivedAt, code, sourceId ?? '', reason, id]),
  );

async function show({ admin, print }: CommandContext, [id]: readonly string[]): Promise<number> {
  if (id === undefined) throw new CommandError('show needs an id; `failed list` prints them');
  const reply = await admin.call(z.record(z.string(), z.unknown()), { path: pathOf(id) });
  print(JSON.stringify(bodyOf(reply), null, 2));
  return 0;
}

const pathOf = (id: string): string => `/failed-events/${encodeURIComponent(id)}`;
