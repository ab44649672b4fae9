import * as z from 'zod';
import { type AdminClient, listAll } from '../admin-client.ts';
import { type Command, CommandError, type CommandOptions } from '../command.ts';
import { textTable } from '../text-table.ts';
import { findProfileId } from './find-profile.ts';

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
  usage: 'messages --journey <id> | --profile <identifier>',
  summary: 'list what was sent, and what was not and why',
  options: ['journey', 'profile'],
  help: `Prints the newest ${mostShown} messages of a journey, of a person, or of both. A skipped one tells the reason: no-address,
suppressed, unsubscribed, not-consented, journey-cancelled, render-failed.

  npm run cdp -- messages --journey abandoned-cart
  npm run cdp -- messages --profile anna@x.de
  npm run cdp -- messages --profile user_id:42 --journey welcome`,
  run: async ({ admin, print, options }) => {
    const query = await queryOf(admin, options);
    const { items, isComplete } = await listAll(admin, sendSchema, {
      path: '/messages',
      query,
      most: mostShown,
    });
    if (items.length === 0) print('No messages.');
    else print(tableOf(items));
    if (!isComplete) print(`... and more; these are the newest ${items.length}.`);
    return 0;
  },
};

async function queryOf(
  admin: AdminClient,
  { journey, profile }: CommandOptions,
): Promise<Record<string, string>> {
  if (journey === undefined && profile === undefined)
    throw new CommandError('messages needs --journey <id> or --profile <identifier>, or both');
  return {
    ...(journey === undefined ? {} : { journey }),
    ...(profile === undefined ? {} : { profileId: await findProfileId(admin, profile) }),
  };
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
