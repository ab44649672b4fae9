import * as z from 'zod';
import { listAll } from '../cloud/admin-client.ts';
import { type Command, CommandError } from '../command.ts';
import { textTable } from '../terminal/text-table.ts';

const memberSchema = z.object({ profileId: z.string(), since: z.string(), entry: z.number() });
const mostShown = 100;

export const members: Command = {
  name: 'members',
  usage: 'members <segment>',
  summary: 'list who is in a segment, and since when',
  help: `Prints the first ${mostShown} members. \`entry\` counts how often the profile has entered.

  npm run cdp -- members recent-buyers
  npm run cdp -- profile id:<profile>          look one of them up`,
  run: async ({ admin, print }, [id]) => {
    if (id === undefined)
      throw new CommandError('members needs a segment; `npm run cdp -- segments` lists them');
    const path = `/segments/${encodeURIComponent(id)}/members`;
    const { items, isComplete } = await listAll(admin, memberSchema, { path, most: mostShown });
    if (items.length === 0) print(`Nobody is in ${id}.`);
    else print(tableOf(items));
    if (!isComplete) print(`... and more; these are the first ${items.length}.`);
    return 0;
  },
};

const tableOf = (items: readonly z.infer<typeof memberSchema>[]): string =>
  textTable(
    [{ title: 'profile' }, { title: 'since' }, { title: 'entry', align: 'right' }],
    items.map(({ profileId, since, entry }) => [profileId, since, entry]),
  );
