import * as z from 'zod';
import { type AdminClient, listAll } from '../cloud/admin-client.ts';
import { findProfileId } from '../cloud/find-profile.ts';
import type { Command, CommandOptions } from '../command.ts';
import { textTable } from '../terminal/text-table.ts';

const sendSchema = z.object({
  profileId: z.string(),
  journey: z.string().optional(),
  step: z.string().optional(),
  channel: z.string(),
  state: z.string(),
  reason: z.string().optional(),
  at: z.string(),
});
const mostShown = 100;

export const messages: Command = {
  name: 'messages',
  usage: 'messages',
  summary: 'list what was sent, and what was not and why',
  options: ['journey', 'profile'],
  help: `Prints the newest ${mostShown} messages: of all journeys, of one, of a person, or of both. A skipped one tells the reason:
no-address, suppressed, unsubscribed, not-consented, journey-cancelled, render-failed.

  npm run cdp -- messages
  npm run cdp -- messages --journey abandoned-cart
  npm run cdp -- messages --profile anna@x.de
  npm run cdp -- messages --profile user_id:42 --journey welcome`,
  run: async ({ admin, print, options }) => {
    const isOpen = options.journey === undefined && options.profile === undefined;
    const { items, isComplete } = isOpen ? await ofAllJourneys(admin) : await listAsked(admin, options);
    if (items.length === 0) print('No messages.');
    else print(tableOf(items));
    if (!isComplete) print(`... and more; these are the newest ${items.length}.`);
    return 0;
  },
};

type Listed = Awaited<ReturnType<typeof listSends>>;

const listSends = (admin: AdminClient, query: Readonly<Record<string, string>>) =>
  listAll(admin, sendSchema, { path: '/messages', query, most: mostShown });

/** The ledger is kept by journey and by person; the newest of all are among the newest of each. */
async function ofAllJourneys(admin: AdminClient): Promise<Listed> {
  const { items: journeys } = await listAll(admin, z.object({ id: z.string() }), {
    path: '/journeys',
    most: 1_000,
  });
  const lists = await Promise.all(journeys.map(({ id }) => listSends(admin, { journey: id })));
  const newestFirst = lists.flatMap(({ items }) => items).sort((a, b) => (a.at < b.at ? 1 : -1));
  const isComplete = newestFirst.length <= mostShown && lists.every((list) => list.isComplete);
  return { items: newestFirst.slice(0, mostShown), isComplete };
}

async function listAsked(admin: AdminClient, { journey, profile }: CommandOptions): Promise<Listed> {
  return listSends(admin, {
    ...(journey === undefined ? {} : { journey }),
    ...(profile === undefined ? {} : { profileId: await findProfileId(admin, profile) }),
  });
}

const tableOf = (items: readonly z.infer<typeof sendSchema>[]): string =>
  textTable(
    ['at', 'journey', 'step', 'channel', 'state', 'reason', 'profile'].map((title) => ({ title })),
    items.map(({ at, journey, step, channel, state, reason, profileId }) => [
      at,
      journey ?? '',
      step ?? '',
      channel,
      state,
      reason ?? '',
      profileId,
    ]),
  );
