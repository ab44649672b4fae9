import { writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { bodyOf, listAll, queryText } from '../../cloud/admin-client.ts';
import { type Command, type CommandContext, CommandError } from '../../command.ts';
import { textTable } from '../../terminal/text-table.ts';
import { redriveFailed } from './redrive-failed.ts';

const itemSchema = z.object({
  id: z.string(),
  code: z.string(),
  reason: z.string(),
  sourceId: z.string().optional(),
});
const shownSchema = z.looseObject({ payload: z.unknown() });
const countsSchema = z.object({ counts: z.record(z.string(), z.number()), isComplete: z.boolean() });
const mostShown = 50;

type Action = (context: CommandContext, words: readonly string[]) => Promise<number>;

const actions: Readonly<Record<string, Action>> = { list, show, redrive: redriveFailed };

export const failed: Command = {
  name: 'failed',
  usage: 'failed list|show|redrive',
  summary: 'look at events that could not be used, and drive them again',
  options: ['code', 'source', 'save', 'edit', 'set'],
  help: `What a source sent and nothing could use is kept for 30 days, with the reason. Driven again it goes the way it would
go today, under the id and the time it came with; whatever was applied before is not applied twice.

  npm run cdp -- failed list                            how many of each code, and the newest ${mostShown}
  npm run cdp -- failed list --code contract_violation --source shop-web
  npm run cdp -- failed show <id>                       one, with what was sent
  npm run cdp -- failed show <id> --save event.json     and what was sent into a file, to put it right there

  npm run cdp -- failed redrive <id> [<id> ...]         some, as they are
  npm run cdp -- failed redrive <id> --edit event.json  one, as the file has it
  npm run cdp -- failed redrive --code unknown_type     all of a code, as they are

What is wrong with some, or with all of a code, can be set on the way; null takes a field away, a number names an item of a list:

  npm run cdp -- failed redrive <id> --set /properties/total=9 --set /properties/products/0/price=9
  npm run cdp -- failed redrive --code unknown_type --set /type=track
  npm run cdp -- failed redrive --code unknown_type --edit patch.json    the same as JSON: {"type":"track"}`,
  run: async (context, [word = 'list', ...words]) => {
    const action = Object.hasOwn(actions, word) ? actions[word] : undefined;
    if (action === undefined)
      throw new CommandError(`failed has no \`${word}\`; use ${Object.keys(actions).join(', ')}`);
    return action(context, words);
  },
};

async function list({ admin, options, print }: CommandContext): Promise<number> {
  const { code, source } = options;
  const counted = await admin.call(countsSchema, {
    path: `/failed-events/counts?${queryText({ source })}`,
  });
  const { counts, isComplete } = bodyOf(counted);
  if (Object.keys(counts).length === 0) {
    print('No failed events.');
    return 0;
  }
  const found = await listAll(admin, itemSchema, {
    path: '/failed-events',
    query: { code, source },
    most: mostShown,
  });
  print(`${countsTable(counts, isComplete)}\n`);
  print(found.items.length === 0 ? `None has the code \`${code}\`.` : itemsTable(found.items));
  if (!found.isComplete) print(`... the newest ${mostShown}; --code and --source show others`);
  return 0;
}

function countsTable(counts: Readonly<Record<string, number>>, isComplete: boolean): string {
  const rows = Object.entries(counts).sort(([, one], [, other]) => other - one);
  const title = isComplete ? 'events' : 'events, of the newest 10000';
  return textTable([{ title: 'code' }, { title, align: 'right' }], rows);
}

// the id begins with the time; reasons are long, and break no column at the end
const itemsTable = (items: readonly z.infer<typeof itemSchema>[]): string =>
  textTable(
    ['id', 'code', 'source', 'reason'].map((title) => ({ title })),
    items.map(({ id, code, sourceId, reason }) => [id, code, sourceId ?? '', reason]),
  );

async function show(
  { admin, options: { save }, print }: CommandContext,
  [id]: readonly string[],
): Promise<number> {
  if (id === undefined) throw new CommandError('show needs an id; `failed list` prints them');
  const shown = bodyOf(await admin.call(shownSchema, { path: pathOf(id) }));
  print(JSON.stringify(shown, null, 2));
  if (save === undefined) return 0;
  await writeFile(save, `${JSON.stringify(shown.payload, null, 2)}\n`);
  print(
    `\nWhat was sent is in ${save}. Put it right, then: npm run cdp -- failed redrive ${id} --edit ${save}`,
  );
  return 0;
}

const pathOf = (id: string): string => `/failed-events/${encodeURIComponent(id)}`;
