import * as z from 'zod';
import { bodyOf, listAll } from '../cloud/admin-client.ts';
import { type Command, type CommandContext, CommandError } from '../command.ts';
import { textTable } from '../terminal/text-table.ts';

const sourceSchema = z.object({ id: z.string(), kind: z.string() });
const writeKeySchema = z.object({
  key: z.string(),
  since: z.string(),
  expires: z.string().optional(),
  state: z.string(),
});
const writeKeysSchema = z.object({ id: z.string(), writeKeys: z.array(writeKeySchema) });
const secretSchema = z.object({ secretGeneration: z.number(), secret: z.string() });
type WriteKey = z.infer<typeof writeKeySchema>;

type Action = (context: CommandContext, words: readonly string[]) => Promise<number>;

const actions: Readonly<Record<string, Action>> = { list, 'next-key': nextKey, revoke, secret };

export const source: Command = {
  name: 'source',
  usage: 'source list|next-key|revoke|secret',
  summary: 'show sources and their write keys, change keys, print what signs user ids',
  options: ['overlap'],
  help: `A source is a site or an app that sends events; its write keys say that they are its own. To change a key without losing
an event: issue the next one, put it wherever the old one is, and let the old one end.

  npm run cdp -- source list                             every source, its keys, and until when they work
  npm run cdp -- source next-key shop-web                issue the next key; those before work 30 days more
  npm run cdp -- source next-key shop-web --overlap 7d   ... or 7 days more
  npm run cdp -- source revoke shop-web <key>            refuse a key within a minute, for example one that leaked
  npm run cdp -- source secret shop-web                  print what your server signs user ids with

\`push\` keeps the keys of sources whose files have no \`writeKeys\`; where a file has them, it says which there are.`,
  run: async (context, [word = 'list', ...words]) => {
    const action = Object.hasOwn(actions, word) ? actions[word] : undefined;
    if (action === undefined)
      throw new CommandError(`source has no \`${word}\`; use ${Object.keys(actions).join(', ')}`);
    return action(context, words);
  },
};

async function list({ admin, print }: CommandContext): Promise<number> {
  const { items } = await listAll(admin, sourceSchema, { path: '/sources', most: 1_000 });
  const rows = await Promise.all(
    items.map(async ({ id, kind }) => {
      const { writeKeys } = bodyOf(await admin.call(writeKeysSchema, { path: `${pathOf(id)}/keys` }));
      return writeKeys.map((key) => [id, kind, ...cellsOf(key)]);
    }),
  );
  if (items.length === 0)
    print('No sources yet. Write sources/<id>.json and publish it: npm run cdp -- push --help');
  else print(textTable([{ title: 'source' }, { title: 'kind' }, ...keyColumns], rows.flat()));
  return 0;
}

async function nextKey({ admin, options, print, confirm }: CommandContext, [id]: readonly string[]) {
  if (id === undefined) throw new CommandError('next-key needs a source; `source list` prints them');
  if (!(await confirm(`Issue the next write key of ${id}, on ${admin.url}?`))) return declined(print);
  const call = { method: 'POST', path: `${pathOf(id)}/keys`, body: options } as const;
  const { writeKeys } = bodyOf(await admin.call(writeKeysSchema, call));
  print(`${keysTable(writeKeys)}

The last one is new and works from now on. Put it wherever the others are before those expire.`);
  return 0;
}

async function revoke({ admin, print, confirm }: CommandContext, [id, key]: readonly string[]) {
  if (id === undefined || key === undefined)
    throw new CommandError('revoke needs a source and one of its keys; `source list` prints both');
  const question = `Revoke ${key} of ${id}, on ${admin.url}? What still sends with it is refused.`;
  if (!(await confirm(question))) return declined(print);
  const call = { method: 'POST', path: `${pathOf(id)}/keys/revoke`, body: { key } } as const;
  const { writeKeys } = bodyOf(await admin.call(writeKeysSchema, call));
  print(`Revoked: it is refused within a minute. What is left:\n\n${keysTable(writeKeys)}`);
  return 0;
}

function declined(print: CommandContext['print']): number {
  print('Nothing was changed.');
  return 1;
}

async function secret({ admin, print }: CommandContext, [id]: readonly string[]): Promise<number> {
  if (id === undefined) throw new CommandError('secret needs a source; `source list` prints them');
  const call = { method: 'POST', path: `${pathOf(id)}/secret` } as const;
  const { secret, secretGeneration } = bodyOf(await admin.call(secretSchema, call));
  print(`${secret}

Your server signs a user id with it, and the browser sends that as context.signature:

  createHmac('sha256', secret).update(userId).digest('hex')

It must never be in a browser. To have another one, publish the source with "secretGeneration": ${secretGeneration + 1};
what this one has signed counts until the generation after that.`);
  return 0;
}

const keyColumns = ['write key', 'state', 'since', 'until'].map((title) => ({ title }));

const cellsOf = ({ key, state, since, expires }: WriteKey) => [key, state, since, expires ?? ''];

const keysTable = (keys: readonly WriteKey[]): string => textTable(keyColumns, keys.map(cellsOf));

const pathOf = (id: string): string => `/sources/${encodeURIComponent(id)}`;
