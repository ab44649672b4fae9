import { type FileHandle, open } from 'node:fs/promises';
import * as z from 'zod';
import { CommandError } from '../command.ts';
import { csvLine } from '../terminal/csv-line.ts';
import { type AdminClient, bodyOf, queryText } from './admin-client.ts';

export const memberSchema = z.object({
  profileId: z.string(),
  since: z.string(),
  until: z.string().optional(),
  entry: z.number(),
  traits: z.record(z.string(), z.unknown()).optional(),
});
export type ListedMember = z.infer<typeof memberSchema>;
const pageSchema = z.object({ items: z.array(memberSchema), cursor: z.string().optional() });

type Lines = { readonly head: readonly string[]; of(member: ListedMember): string };

/** How members become lines, by the ending of the file. */
const formats: Readonly<Record<string, (traits: readonly string[]) => Lines>> = {
  csv: (traits) => ({
    head: [csvLine(['profileId', 'since', 'until', 'entry', ...traits])],
    of: ({ profileId, since, until, entry, traits: own = {} }) =>
      csvLine([profileId, since, until, entry, ...traits.map((key) => own[key])]),
  }),
  ndjson: () => ({ head: [], of: (member) => JSON.stringify(member) }),
};

export type MemberExport = {
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly traits: readonly string[];
  readonly out: string;
};

/** Writes members into a file page by page, however many they are; answers how many. */
export async function exportMembers(
  admin: AdminClient,
  { path, query, traits, out }: MemberExport,
): Promise<number> {
  const format = formats[out.split('.').at(-1) ?? ''];
  if (format === undefined)
    throw new CommandError(
      `\`${out}\` is none of ${Object.keys(formats)
        .map((name) => `.${name}`)
        .join(', ')}`,
    );
  const lines = format(traits);
  let file: FileHandle | undefined;
  let count = 0;
  try {
    for await (const items of pagesOf(admin, { path, query })) {
      // only now: a question that is refused leaves the file that was there
      file ??= await begin(out, lines.head);
      await file.write(items.map((member) => `${lines.of(member)}\n`).join(''));
      count += items.length;
    }
    return count;
  } finally {
    await file?.close();
  }
}

async function begin(out: string, head: readonly string[]): Promise<FileHandle> {
  const file = await open(out, 'w').catch((cause: Error) => {
    throw new CommandError(`${out} cannot be written: ${cause.message}`, { cause });
  });
  await file.write(head.map((line) => `${line}\n`).join(''));
  return file;
}

async function* pagesOf(
  admin: AdminClient,
  { path, query }: Pick<MemberExport, 'path' | 'query'>,
): AsyncGenerator<readonly ListedMember[]> {
  let cursor: string | undefined;
  do {
    const asked = `${path}?${queryText({ ...query, limit: '1000', cursor })}`;
    const page: z.infer<typeof pageSchema> = bodyOf(await admin.call(pageSchema, { path: asked }));
    yield page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
