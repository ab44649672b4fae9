import * as z from 'zod';
import { bodyOf } from '../../cloud/admin-client.ts';
import { findProfileId } from '../../cloud/find-profile.ts';
import { watchJob } from '../../cloud/watch-job.ts';
import { type Command, CommandError } from '../../command.ts';
import { indent } from '../../terminal/text-table.ts';
import { profileSchema, profileText } from './profile.ts';

const startedSchema = z.object({ jobId: z.string() });
const previewSchema = z.object({ kept: profileSchema, left: profileSchema, events: z.number() });
type Preview = z.infer<typeof previewSchema>;

/** @param pause between two looks at how far the split is */
export const split = (pause: () => Promise<void>): Command => ({
  name: 'split',
  usage: 'split <identifier> --absorbed <id>',
  summary: 'undo the merge that made one profile of two',
  options: ['absorbed'],
  help: `Shows both profiles as they would be and asks. Each gets back what it was before the merge and, of what came since, the events
of its own identifiers; an event with identifiers of both goes where the most trusted of them belongs. No identifier of one joins
the other again. The ids of what a profile absorbed are in its merge log.

  npm run cdp -- split user_id:42 --absorbed anonymous_id:3kXc...`,
  run: async ({ admin, print, confirm, options: { absorbed } }, [word]) => {
    if (word === undefined || absorbed === undefined)
      throw new CommandError(
        'split needs an identifier and what to split off, for example `split user_id:42 --absorbed <id>`',
      );
    const path = `/profiles/${encodeURIComponent(await findProfileId(admin, word))}/splits`;
    const query = new URLSearchParams({ absorbed });
    print(previewText(bodyOf(await admin.call(previewSchema, { path: `${path}?${query}` }))));
    if (!(await confirm('Split the profile into these two?'))) return 1;
    const { jobId } = bodyOf(await admin.call(startedSchema, { method: 'POST', path, body: { absorbed } }));
    await watchJob(admin, jobId, { print, pause });
    print(`${absorbed} is a profile of its own`);
    return 0;
  },
});

const previewText = ({ kept, left, events }: Preview): string =>
  [
    'One would be',
    indent(profileText(kept)),
    '',
    'the other',
    indent(profileText(left)),
    '',
    `${events} events came since the merge.`,
  ].join('\n');
