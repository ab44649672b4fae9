import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { type AdminClient, bodyOf } from '../../cloud/admin-client.ts';
import { type CommandContext, CommandError, type CommandOptions } from '../../command.ts';
import { patchOf } from '../../terminal/patch-of.ts';
import { textTable } from '../../terminal/text-table.ts';

const resultSchema = z.object({
  redriven: z.number(),
  failed: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })),
  cursor: z.string().optional(),
});
type Result = z.infer<typeof resultSchema>;
const mostShown = 50;

/** `failed redrive`: what is named, in as many calls as it takes. */
export async function redriveFailed(context: CommandContext, ids: readonly string[]): Promise<number> {
  const { admin, options, print, confirm } = context;
  const body = await bodyOfRequest(options, ids);
  const what = ids.length > 0 ? ids.join(', ') : `every failed event of code ${options.code}`;
  if (!(await confirm(`Drive ${what} again, on ${admin.url}?`))) {
    print('Nothing was driven again.');
    return 1;
  }
  const { redriven, failed } = await driveAll(admin, body);
  if (redriven + failed.length === 0) print(`No failed event has the code \`${options.code}\`.`);
  else print(`Driven again: ${redriven}. Failed again: ${failed.length}.`);
  if (failed.length > 0) print(tableOf(failed.slice(0, mostShown)));
  return failed.length > 0 ? 1 : 0;
}

async function bodyOfRequest(
  { code, source, edit, set }: CommandOptions,
  ids: readonly string[],
): Promise<object> {
  if (code !== undefined && ids.length > 0) throw new CommandError('redrive takes ids or --code, not both');
  if (code === undefined && ids.length === 0)
    throw new CommandError('redrive needs ids or --code; `failed list` prints both');
  if (edit !== undefined && set !== undefined)
    throw new CommandError('say what changes by --set or by --edit, not both');
  const edited = edit === undefined ? undefined : await readJson(edit);
  const patch = set === undefined ? undefined : patchOf(set);
  if (code !== undefined) return { code, source, patch: patch ?? edited };
  if (edited === undefined) return { ids, patch };
  if (ids.length > 1) throw new CommandError('--edit holds one event: name one id, or use --set');
  return { id: ids[0], payload: edited };
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new CommandError(
      `${file} cannot be read as JSON: ${cause instanceof Error ? cause.message : cause}`,
      {
        cause,
      },
    );
  }
}

async function driveAll(admin: AdminClient, body: object): Promise<Result> {
  let redriven = 0;
  const failed: Result['failed'] = [];
  let cursor: string | undefined;
  do {
    const call = { method: 'POST', path: '/failed-events/redrive', body: { ...body, cursor } } as const;
    const part = bodyOf(await admin.call(resultSchema, call));
    redriven += part.redriven;
    failed.push(...part.failed);
    cursor = part.cursor;
  } while (cursor !== undefined);
  return { redriven, failed };
}

const tableOf = (failed: Result['failed']): string =>
  textTable(
    ['id', 'code', 'message'].map((title) => ({ title })),
    failed.map(({ id, code, message }) => [id, code, message]),
  );
