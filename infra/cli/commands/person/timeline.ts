import * as z from 'zod';
import { listAll } from '../../cloud/admin-client.ts';
import { findProfileId } from '../../cloud/find-profile.ts';
import { type Command, CommandError } from '../../command.ts';
import { textTable } from '../../terminal/text-table.ts';

const eventSchema = z.object({
  type: z.string(),
  event: z.string().optional(),
  source: z.object({ id: z.string() }),
  properties: z.record(z.string(), z.unknown()).optional(),
  traits: z.record(z.string(), z.unknown()).optional(),
  groupId: z.string().optional(),
  timestamp: z.string(),
});
type Listed = z.infer<typeof eventSchema>;

const mostShown = 100;
const widest = 70;

export const timeline: Command = {
  name: 'timeline',
  usage: 'timeline <identifier>',
  summary: 'show what happened to one person',
  options: ['type', 'event', 'source', 'from', 'to'],
  help: `Prints the newest ${mostShown} events of a person under any of their identifiers, newest received first.

  npm run cdp -- timeline anna@x.de
  npm run cdp -- timeline user_id:42 --event "Order Completed" --from 2026-01-01 --to 2026-07-01
  npm run cdp -- timeline user_id:42 --type identify --source shop-web`,
  run: async ({ admin, print, options: { type, event, source, from, to } }, [word]) => {
    if (word === undefined)
      throw new CommandError('timeline needs an identifier, for example `timeline anna@x.de`');
    const path = `/profiles/${encodeURIComponent(await findProfileId(admin, word))}/timeline`;
    const { items, isComplete } = await listAll(admin, eventSchema, {
      path,
      query: { type, event, source, from, to },
      most: mostShown,
    });
    print(items.length === 0 ? 'No events.' : tableOf(items));
    if (!isComplete) print(`... and more; these are the newest ${items.length}.`);
    return 0;
  },
};

const tableOf = (items: readonly Listed[]): string =>
  textTable(
    ['when', 'what', 'source', 'with'].map((title) => ({ title })),
    items.map((item) => [item.timestamp, item.event ?? item.type, item.source.id, contentOf(item)]),
  );

/** The first of what came with it, as far as a line goes. */
function contentOf({ groupId, properties, traits }: Listed): string {
  const fields = Object.entries({ ...(groupId === undefined ? {} : { groupId }), ...properties, ...traits });
  const text = fields.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
  return text.length <= widest ? text : `${text.slice(0, widest - 3)}...`;
}
