import * as z from 'zod';
import { bodyOf } from '../../cloud/admin-client.ts';
import { findProfileId } from '../../cloud/find-profile.ts';
import { loadJob, type WatchedJob, watchJob } from '../../cloud/watch-job.ts';
import { type Command, type CommandContext, CommandError } from '../../command.ts';

const startedSchema = z.object({ jobId: z.string() });

/** @param pause between two looks at how far the erasure is */
export const forget = (pause: () => Promise<void>): Command => ({
  name: 'forget',
  usage: 'forget <identifier> | forget --job <id>',
  summary: 'erase everything held of one person, for good',
  options: ['job', 'reason'],
  help: `Erases the profile at once, then what is kept elsewhere, and sweeps every place again 25 hours later, when nothing of the person
can be on its way any more. Events of the time before never bring the person back. What stays is a tombstone under each hash of
an identifier, and the hash of an address that must not be written to. It takes a token with the scope \`erase\`.

  npm run cdp -- forget anna@x.de --reason "ticket 42"
  npm run cdp -- forget --job 7c0e...   # how far it is, and the certificate`,
  run: async (context, [word]) => {
    const { admin, print, options } = context;
    if (options.job !== undefined) return show(await loadJob(admin, options.job), print);
    if (word === undefined)
      throw new CommandError('forget needs an identifier, for example `forget anna@x.de`, or --job <id>');
    const jobId = await start(context, word);
    if (jobId === undefined) return 1;
    return show(await watchJob(admin, jobId, { print, pause }), print);
  },
});

async function start(
  { admin, confirm, options: { reason } }: CommandContext,
  word: string,
): Promise<string | undefined> {
  const profileId = await findProfileId(admin, word);
  if (!(await confirm(`Erase everything held of ${word}? It cannot be undone.`))) return undefined;
  const path = `/profiles/${encodeURIComponent(profileId)}/erasure`;
  return bodyOf(await admin.call(startedSchema, { method: 'POST', path, body: { reason } })).jobId;
}

function show({ jobId, status, step, counts, certificate }: WatchedJob, print: (text: string) => void): 0 {
  for (const [name, count] of Object.entries(counts)) print(`${name}: ${count}`);
  if (status === 'done') print(JSON.stringify(certificate, null, 2));
  else if (status === 'waiting')
    print(`erased; swept again in 25 hours, then \`forget --job ${jobId}\` shows the certificate`);
  else print(`${status}: ${step}`);
  return 0;
}
