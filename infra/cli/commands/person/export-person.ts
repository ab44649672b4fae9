import { open } from 'node:fs/promises';
import * as z from 'zod';
import { type AdminClient, bodyOf } from '../../cloud/admin-client.ts';
import { findProfileId } from '../../cloud/find-profile.ts';
import { watchJob } from '../../cloud/watch-job.ts';
import { type Command, CommandError } from '../../command.ts';

const startedSchema = z.object({ jobId: z.string() });
const pageSchema = z.object({ items: z.array(z.unknown()), cursor: z.string().optional() });

/** How lines become a file, by its ending. */
const formats = {
  ndjson: { before: '', between: '\n', after: '\n' },
  json: { before: '[\n', between: ',\n', after: '\n]\n' },
} as const;

/** @param pause between two looks at how far the export is */
export const exportPerson = (pause: () => Promise<void>): Command => ({
  name: 'export',
  usage: 'export <identifier> --out <file>',
  summary: 'write everything held of one person into a file',
  options: ['out'],
  help: `Gathers the profile, every event of the timeline, runs of journeys and messages, and writes them as lines of JSON, or as one
array when the file ends in .json. It takes a token with the scope \`erase\`.

  npm run cdp -- export anna@x.de --out anna.ndjson
  npm run cdp -- export user_id:42 --out 42.json`,
  run: async ({ admin, print, options: { out } }, [word]) => {
    if (word === undefined || out === undefined)
      throw new CommandError(
        'export needs an identifier and a file, for example `export anna@x.de --out anna.ndjson`',
      );
    const format = formatOf(out);
    const path = `/profiles/${encodeURIComponent(await findProfileId(admin, word))}/exports`;
    const { jobId } = bodyOf(await admin.call(startedSchema, { method: 'POST', path }));
    await watchJob(admin, jobId, { print, pause });
    const lines = await writeLines(out, format, readLines(admin, jobId));
    print(`${lines} lines in ${out}`);
    return 0;
  },
});

function formatOf(file: string): (typeof formats)[keyof typeof formats] {
  if (file.endsWith('.ndjson')) return formats.ndjson;
  if (file.endsWith('.json')) return formats.json;
  throw new CommandError(`\`${file}\` is neither .ndjson nor .json`);
}

async function* readLines(admin: AdminClient, jobId: string): AsyncGenerator<string> {
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const query = cursor === '' ? '' : `?${new URLSearchParams({ cursor })}`;
    const page: z.infer<typeof pageSchema> = bodyOf(
      await admin.call(pageSchema, { path: `/jobs/${jobId}/result${query}` }),
    );
    for (const item of page.items) yield JSON.stringify(item);
    cursor = page.cursor;
  }
}

async function writeLines(
  file: string,
  { before, between, after }: ReturnType<typeof formatOf>,
  lines: AsyncGenerator<string>,
): Promise<number> {
  const handle = await open(file, 'w');
  let written = 0;
  try {
    for await (const line of lines) {
      await handle.write(`${written === 0 ? before : between}${line}`);
      written += 1;
    }
    await handle.write(after);
  } finally {
    await handle.close();
  }
  return written;
}
