import * as z from 'zod';
import { listAll } from '../../cloud/admin-client.ts';
import type { Command } from '../../command.ts';
import { bar } from '../../terminal/bar.ts';
import { textTable } from '../../terminal/text-table.ts';

const segmentSchema = z.object({
  id: z.string(),
  name: z.string().optional(),
  status: z.string(),
  progress: z.number().optional(),
  failure: z.object({ at: z.string().optional(), why: z.string(), next: z.string() }).optional(),
  version: z.number(),
  members: z.number().optional(),
  parameters: z.array(z.string()).optional(),
  countedOn: z.string().optional(),
});
type Segment = z.infer<typeof segmentSchema>;

const sizeSchema = z.object({ day: z.string(), members: z.number(), version: z.number() });
type Size = z.infer<typeof sizeSchema>;

const daysShown = 90;

export const segments: Command = {
  name: 'segments',
  usage: 'segments [segment]',
  summary: 'list the segments and how many are in each, or how many were day by day',
  help: `Prints every segment that is not archived: its state, its version and its members now, or as they were counted on the
day in brackets where they are many. One with parameters (\`by category\`) has none of its own: others ask for it with values.
While one is backfilling, people still enter and leave it because it was published or changed; one that failed on the way begins
again with the next push.

With a segment, prints how many were in it on each of the last ${daysShown} days. They are counted once a day.

  npm run cdp -- segments
  npm run cdp -- segments recent-buyers`,
  run: async ({ admin, print }, [id]) => {
    if (id !== undefined) {
      const path = `/segments/${encodeURIComponent(id)}/history`;
      const { items } = await listAll(admin, sizeSchema, { path, most: daysShown });
      print(items.length === 0 ? `${id} has not been counted yet; that happens once a day.` : chartOf(items));
      return 0;
    }
    const { items } = await listAll(admin, segmentSchema, { path: '/segments', most: 1_000 });
    if (items.length === 0) print('No segments yet. Publish some: npm run cdp -- push examples/shop');
    else print(tableOf(items));
    // the same for all: everybody is brought up to everything at once
    const failure = items.find((item) => item.failure !== undefined)?.failure;
    if (failure !== undefined) print(failureText(failure));
    return 0;
  },
};

const failureText = ({ at = '', why, next }: NonNullable<Segment['failure']>): string =>
  `\nNot everybody was brought up to what was published. ${at} ${why}\nNext: ${next}.`;

function chartOf(newestFirst: readonly Size[]): string {
  const most = Math.max(...newestFirst.map(({ members }) => members));
  return textTable(
    [
      { title: 'day' },
      { title: 'version', align: 'right' },
      { title: 'members', align: 'right' },
      { title: '' },
    ],
    newestFirst.toReversed().map(({ day, version, members }) => [day, version, members, bar(members, most)]),
  );
}

const tableOf = (items: readonly Segment[]): string =>
  textTable(
    [
      { title: 'segment' },
      { title: 'status' },
      { title: 'version', align: 'right' },
      { title: 'members', align: 'right' },
      { title: 'name' },
    ],
    items.map((item) => [
      item.id,
      item.progress === undefined ? item.status : `${item.status} ${Math.floor(item.progress * 100)} %`,
      item.version,
      sizeOf(item),
      item.name ?? '',
    ]),
  );

function sizeOf({ members, countedOn, parameters }: Segment): string | number {
  if (parameters !== undefined) return `by ${parameters.join(', ')}`;
  return countedOn === undefined ? (members ?? 'many') : `${members} (${countedOn})`;
}
