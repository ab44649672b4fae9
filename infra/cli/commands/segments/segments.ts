import * as z from 'zod';
import { listAll } from '../../cloud/admin-client.ts';
import type { Command } from '../../command.ts';
import { textTable } from '../../terminal/text-table.ts';

const segmentSchema = z.object({
  id: z.string(),
  name: z.string().optional(),
  status: z.string(),
  progress: z.number().optional(),
  version: z.number(),
  members: z.number().optional(),
});

export const segments: Command = {
  name: 'segments',
  usage: 'segments',
  summary: 'list the segments and how many are in each',
  help: `Prints every segment that is not archived: its state, its version and its members now. While one is
backfilling, people still enter and leave it because it was published or changed.

  npm run cdp -- segments`,
  run: async ({ admin, print }) => {
    const { items } = await listAll(admin, segmentSchema, { path: '/segments', most: 1_000 });
    if (items.length === 0) print('No segments yet. Publish some: npm run cdp -- push examples/shop');
    else print(tableOf(items));
    return 0;
  },
};

const tableOf = (items: readonly z.infer<typeof segmentSchema>[]): string =>
  textTable(
    [
      { title: 'segment' },
      { title: 'status' },
      { title: 'version', align: 'right' },
      { title: 'members', align: 'right' },
      { title: 'name' },
    ],
    items.map(({ id, status, progress, version, members, name }) => [
      id,
      progress === undefined ? status : `${status} ${Math.floor(progress * 100)} %`,
      version,
      members ?? 'many',
      name ?? '',
    ]),
  );
