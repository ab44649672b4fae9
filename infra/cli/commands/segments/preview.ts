import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { queryText } from '../../cloud/admin-client.ts';
import { type Command, CommandError } from '../../command.ts';
import { refusalText } from '../../terminal/refusal-text.ts';
import { conditionSchema, conditionTable } from '../person/explained-segment.ts';

const previewSchema = z.object({
  lookedAt: z.number(),
  isComplete: z.boolean(),
  members: z.number(),
  against: z.object({ id: z.string(), entering: z.number(), leaving: z.number() }).optional(),
  sample: z.array(z.object({ profileId: z.string(), holds: z.boolean(), where: conditionSchema })),
  warnings: z.array(z.string()),
});
type Preview = z.infer<typeof previewSchema>;

export const preview: Command = {
  name: 'preview',
  usage: 'preview <segment.json>',
  summary: 'count who would be in a segment, and show some of them with the reasons; nothing is saved',
  options: ['against'],
  help: `Asks the cloud what publishing the segment would make of its people: how many would be in, and of some of them which condition
holds, the value it got and when it changes. Looks at up to 10,000 people within some seconds, and says how many that were.

  npm run cdp -- preview examples/shop/segments/recent-buyers.json
  npm run cdp -- preview draft.json --against recent-buyers     who would enter and leave, compared with a live segment`,
  run: async ({ admin, print, options: { against } }, [file]) => {
    if (file === undefined)
      throw new CommandError('preview needs a file, for example `preview segment.json`');
    const path = `/segments/preview?${queryText({ against })}`;
    const reply = await admin.call(previewSchema, { method: 'POST', path, body: await readSegment(file) });
    if (reply.status === 'refused') throw new CommandError(refusalText(file, reply.problem));
    print(previewText(reply.body));
    return 0;
  },
};

async function readSegment(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new CommandError(`${file} cannot be read: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

const previewText = ({ lookedAt, isComplete, members, against, sample, warnings }: Preview): string =>
  [
    `${members} of ${lookedAt} would be in${shareOf(members, lookedAt)}.`,
    isComplete
      ? 'Everybody was looked at.'
      : 'There are more people: these are any of them, as many as there was time for.',
    ...(against === undefined
      ? []
      : [`Compared with ${against.id}, ${against.entering} would enter and ${against.leaving} would leave.`]),
    ...warnings.map((text) => `warning: ${text}`),
    ...sample.flatMap(({ profileId, holds, where }) => [
      '',
      `${profileId} would ${holds ? '' : 'not '}be in`,
      conditionTable(where),
    ]),
  ].join('\n');

const shareOf = (members: number, lookedAt: number): string =>
  lookedAt === 0 ? '' : ` (${((100 * members) / lookedAt).toFixed(1)} %)`;
