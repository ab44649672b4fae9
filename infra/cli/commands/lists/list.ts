import * as z from 'zod';
import { bodyOf, listAll } from '../../cloud/admin-client.ts';
import { type Command, type CommandContext, CommandError } from '../../command.ts';
import { textTable } from '../../terminal/text-table.ts';
import { type Member, readMembers } from './read-members.ts';

const listSchema = z.object({ id: z.string(), upload: z.number(), replacedAt: z.string() });
const addedSchema = z.object({ accepted: z.number(), nobody: z.array(z.number()) });
const savedSchema = z.object({ id: z.string(), upload: z.number() });
// what one call takes
const MOST_MEMBERS = 1_000;

export const list: Command = {
  name: 'list',
  usage: 'list show|upload|add',
  summary: 'show static lists, replace one by a file or add to it',
  help: `A static list names people by user id or email, for the condition { "list": "vip-2026" } of segments. The file is CSV with a
column userId or email, or has one object with userId or email on each line (.ndjson). Who is not known yet becomes a profile.

  npm run cdp -- list show                            every list and the number of its upload
  npm run cdp -- list upload vip-2026 vip.csv         from now on exactly these are in
  npm run cdp -- list add vip-2026 more.ndjson        these are in, too

The list must be live: write lists/<id>.json and publish it with \`push\`.`,
  run: async (context, [word = 'show', id, file]) => {
    if (word === 'show') return show(context);
    if (word !== 'upload' && word !== 'add')
      throw new CommandError(`list has no \`${word}\`; use show, upload, add`);
    if (id === undefined || file === undefined)
      throw new CommandError(`list ${word} needs a list and a file: list ${word} vip-2026 vip.csv`);
    return change(context, { word, id, members: await readMembers(file) });
  },
};

async function show({ admin, print }: CommandContext): Promise<number> {
  const { items } = await listAll(admin, listSchema, { path: '/lists', most: 1_000 });
  const rows = items.map(({ id, upload, replacedAt }) => [id, String(upload), upload > 0 ? replacedAt : '']);
  if (items.length === 0)
    print('No lists yet. Write lists/<id>.json and publish it: npm run cdp -- push --help');
  else print(textTable([{ title: 'list' }, { title: 'upload' }, { title: 'since' }], rows));
  return 0;
}

type Change = { readonly word: 'upload' | 'add'; readonly id: string; readonly members: readonly Member[] };

async function change(context: CommandContext, { word, id, members }: Change): Promise<number> {
  const { admin, print, confirm } = context;
  const path = `/lists/${encodeURIComponent(id)}`;
  const { upload: inForce } = bodyOf(await admin.call(listSchema, { path }));
  const replaces = word === 'upload' || inForce === 0;
  const upload = replaces ? inForce + 1 : inForce;
  const does = replaces ? `Replace who is in ${id} by` : `Add to ${id}`;
  if (!(await confirm(`${does} ${members.length} of the file, on ${admin.url}?`))) {
    print('Nothing was changed.');
    return 1;
  }
  const accepted = await send(context, { path, upload, members });
  // only now are those out that no line of the file names
  if (replaces) bodyOf(await admin.call(savedSchema, { method: 'PUT', path, body: { upload } }));
  print(`${accepted} named in upload ${upload} of ${id}; ${members.length - accepted} lines name nobody.`);
  return 0;
}

type Upload = { readonly path: string; readonly upload: number; readonly members: readonly Member[] };

async function send({ admin }: CommandContext, { path, upload, members }: Upload): Promise<number> {
  let accepted = 0;
  for (let from = 0; from < members.length; from += MOST_MEMBERS) {
    const body = { upload, members: members.slice(from, from + MOST_MEMBERS) };
    const call = { method: 'POST', path: `${path}/members`, body } as const;
    accepted += bodyOf(await admin.call(addedSchema, call)).accepted;
  }
  return accepted;
}
