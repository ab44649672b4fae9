import * as z from 'zod';
import { listAll } from '../cloud/admin-client.ts';
import { type Command, CommandError } from '../command.ts';
import { textTable } from '../terminal/text-table.ts';

const runSchema = z.object({
  profileId: z.string(),
  version: z.number(),
  status: z.string(),
  reason: z.string().optional(),
  enteredAt: z.string(),
  endedAt: z.string().optional(),
});
const mostShown = 100;

export const runs: Command = {
  name: 'runs',
  usage: 'runs <journey>',
  summary: 'list who is or was in a journey, and how it ended',
  help: `Prints the newest ${mostShown} runs: running, completed, exited (with the reason), cancelled or failed.

  npm run cdp -- runs abandoned-cart
  npm run cdp -- messages --journey abandoned-cart      what they were sent`,
  run: async ({ admin, print }, [id]) => {
    if (id === undefined) throw new CommandError('runs needs a journey, for example `runs abandoned-cart`');
    const path = `/journeys/${encodeURIComponent(id)}/runs`;
    const { items, isComplete } = await listAll(admin, runSchema, { path, most: mostShown });
    if (items.length === 0) print(`Nobody has entered ${id} yet.`);
    else print(tableOf(items));
    if (!isComplete) print(`... and more; these are the newest ${items.length}.`);
    return 0;
  },
};

const tableOf = (items: readonly z.infer<typeof runSchema>[]): string =>
  textTable(
    [
      { title: 'entered' },
      { title: 'status' },
      { title: 'reason' },
      { title: 'ended' },
      { title: 'version', align: 'right' },
      { title: 'profile' },
    ],
    items.map(({ enteredAt, status, reason, endedAt, version, profileId }) => [
      enteredAt,
      status,
      reason ?? '',
      endedAt ?? '',
      version,
      profileId,
    ]),
  );
