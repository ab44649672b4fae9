import * as z from 'zod';
import { type CommandContext, CommandError } from '../command.ts';
import { type DefinitionFile, readDefinitionFiles, valueWithId } from '../definition-files.ts';
import { findMissingReference } from '../missing-references.ts';
import { refusalText } from '../terminal/refusal-text.ts';
import { indent, textTable } from '../terminal/text-table.ts';
import { type AdminProblem, bodyOf } from './admin-client.ts';
import { publishOrder, refuseCircle } from './publish-order.ts';

const checkSchema = z.object({
  status: z.enum(['new', 'changed', 'live']),
  warnings: z.array(z.string()),
  countsSince: z.string().optional(),
});
const savedSchema = z.object({ id: z.string(), version: z.number(), status: z.string() });

type Checked = { readonly file: DefinitionFile } & z.infer<typeof checkSchema>;
type Refused = { readonly file: DefinitionFile; readonly problem: AdminProblem };
export type PushOutcome = 'published' | 'nothing-new' | 'declined' | 'refused';

/** Publishes a directory: all of it is checked first, so one refused definition keeps everything as it is. */
export async function pushDirectory(context: CommandContext, directory: string): Promise<PushOutcome> {
  const { checked, refused } = await check(context, await readDefinitionFiles(directory));
  if (refused.length > 0) {
    for (const { file, problem } of refused) context.print(refusalText(file.file, problem));
    context.print(`${refused.length} refused, nothing was published. Put it right and push again.`);
    return 'refused';
  }
  context.print(planText(checked));
  const pending = checked.filter(({ status }) => status !== 'live');
  // a push that was cut short may have left a journey in force without its machine: saving it again brings it
  const settled = checked.filter(({ status }) => status === 'live').map(({ file }) => file);
  for (const file of settled) if (file.kind.machine !== undefined) await publish(context, file);
  // a backfill that failed begins again with any of those it is for
  const backfilled = settled.find(({ kind }) => kind.backfills);
  if (backfilled !== undefined) await publish(context, backfilled);
  if (pending.length === 0) {
    context.print('Everything is live already.');
    return 'nothing-new';
  }
  if (!(await context.confirm(`Publish ${pending.length} to ${context.admin.url}?`))) {
    context.print('Nothing was published.');
    return 'declined';
  }
  for (const file of publishOrder(pending.map((one) => one.file))) await publish(context, file);
  context.print(`Published ${pending.length}.`);
  if (pending.some(({ file }) => file.kind.backfills))
    context.print('Everybody is brought up to it now; `npm run cdp -- segments` says how far that is.');
  return 'published';
}

async function check(context: CommandContext, files: readonly DefinitionFile[]) {
  const checked: Checked[] = [];
  const refused: Refused[] = [];
  for (const file of files) {
    const found = await checkFile(context, file, files);
    if ('problem' in found) refused.push(found);
    else checked.push(found);
  }
  return { checked, refused };
}

async function checkFile(
  { admin }: CommandContext,
  file: DefinitionFile,
  files: readonly DefinitionFile[],
): Promise<Checked | Refused> {
  const path = `/${file.kind.path}/validate`;
  const value = valueWithId(file);
  const reply = await admin.call(checkSchema, { method: 'POST', path, body: value });
  if (reply.status === 'refused' && (reply.problem.pointer !== undefined || reply.problem.status === 400))
    return { file, problem: reply.problem };
  const body = bodyOf(reply);
  const circle = refuseCircle(file, files);
  if (circle !== undefined) return { file, problem: circle };
  const problem = await findMissingReference(admin, { ...file, value }, files);
  return problem === undefined ? { file, ...body } : { file, problem };
}

async function publish({ admin }: CommandContext, file: DefinitionFile): Promise<void> {
  const path = file.kind.only ? `/${file.kind.path}` : `/${file.kind.path}/${file.id}`;
  const reply = await admin.call(savedSchema, { method: 'PUT', path, body: file.value });
  // the check passed: something else was published meanwhile
  if (reply.status === 'refused') throw new CommandError(refusalText(file.file, reply.problem));
}

function planText(checked: readonly Checked[]): string {
  const rows = checked.map(({ file, status }) => [status, file.kind.kind, file.id, nameOf(file.value)]);
  const table = textTable([{ title: 'state' }, { title: 'kind' }, { title: 'id' }, { title: 'name' }], rows);
  const warnings = checked.flatMap(({ file, warnings }) =>
    warnings.map((text) => `warning: ${file.file}: ${text}`),
  );
  return [indent(table), ...[...warnings, ...reachText(checked)].map((text) => indent(text)), ''].join('\n');
}

/** What is new and has no time limit cannot know everything. */
function reachText(checked: readonly Checked[]): readonly string[] {
  const openEnded = checked.filter(
    ({ status, countsSince }) => status !== 'live' && countsSince !== undefined,
  );
  const [first] = openEnded;
  if (first === undefined) return [];
  const ids = openEnded.map(({ file }) => file.id).join(', ');
  return [
    `without a time limit, and so counting what happened since ${first.countsSince?.slice(0, 10)}: ${ids}`,
  ];
}

function nameOf(value: unknown): string {
  const isNamed = typeof value === 'object' && value !== null && 'name' in value;
  return isNamed ? String(value.name) : '';
}
