import { listAll } from '../../cloud/admin-client.ts';
import { exportMembers, type ListedMember, memberSchema } from '../../cloud/export-members.ts';
import { type Command, CommandError } from '../../command.ts';
import { textTable } from '../../terminal/text-table.ts';

const mostShown = 100;

export const members: Command = {
  name: 'members',
  usage: 'members <segment>',
  summary: 'list or export who is in a segment, since when and until when',
  options: ['leaving', 'sample', 'traits', 'out'],
  help: `Prints the first ${mostShown} members, or writes all of them into a file. \`until\` is when they leave if nothing happens,
\`entry\` counts how often the profile has entered. In a .csv, text that a spreadsheet would take for a formula begins with an apostrophe.

  npm run cdp -- members recent-buyers
  npm run cdp -- members recent-buyers --leaving 7d                                  who leaves in the next 7 days
  npm run cdp -- members recent-buyers --sample 10                                   some by lot, the same ones while they stay
  npm run cdp -- members recent-buyers --traits email,address.city --out buyers.csv  or buyers.ndjson
  npm run cdp -- profile id:<profile>                                                look one of them up`,
  run: async ({ admin, print, options: { leaving: leavingWithin, sample, traits, out } }, [id]) => {
    if (id === undefined)
      throw new CommandError('members needs a segment; `npm run cdp -- segments` lists them');
    const path = `/segments/${encodeURIComponent(id)}/members`;
    const query = { leavingWithin, sample, traits };
    const keys = traits?.split(',').map((key) => key.trim()) ?? [];
    if (out !== undefined) {
      const count = await exportMembers(admin, { path, query, traits: keys, out });
      print(`${count} members in ${out}`);
      return 0;
    }
    const { items, isComplete } = await listAll(admin, memberSchema, { path, query, most: mostShown });
    if (items.length === 0) print(leavingWithin ? `Nobody leaves ${id} by then.` : `Nobody is in ${id}.`);
    else print(tableOf(items, keys));
    if (!isComplete) print(`... and more; these are the first ${items.length}. --out <file> writes all.`);
    return 0;
  },
};

const tableOf = (items: readonly ListedMember[], traits: readonly string[]): string =>
  textTable(
    [
      { title: 'profile' },
      { title: 'since' },
      { title: 'until' },
      { title: 'entry', align: 'right' },
      ...traits.map((title) => ({ title })),
    ],
    items.map(({ profileId, since, until = '', entry, traits: own = {} }) => [
      ...[profileId, since, until, entry],
      ...traits.map((key) => textOf(own[key])),
    ]),
  );

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
