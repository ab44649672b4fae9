import * as z from 'zod';
import type { Reference } from '../../shared/definitions/definition-kind.ts';
import { definitionKinds } from '../../shared/definitions/registry.ts';
import { type AdminClient, type AdminProblem, bodyOf } from './cloud/admin-client.ts';
import type { DefinitionFile } from './definition-files.ts';

const statusSchema = z.object({ status: z.string() });

/** What a definition names that would be live neither before nor after the push; nothing is published then. */
export async function findMissingReference(
  admin: AdminClient,
  { kind, value }: DefinitionFile,
  pushed: readonly DefinitionFile[],
): Promise<AdminProblem | undefined> {
  const references = kind.references?.(kind.parse(value).body) ?? [];
  for (const reference of references) {
    const isPushed = pushed.some((file) => isFileOf(file, reference));
    if (!isPushed && !(await isLive(admin, reference)))
      return problemOf(reference, pushed, 'in this directory or live');
  }
  return undefined;
}

/** What a definition names that is not beside it, where no cloud is asked. */
export function findMissingBeside(
  { kind, value }: DefinitionFile,
  beside: readonly DefinitionFile[],
): AdminProblem | undefined {
  const references = kind.references?.(kind.parse(value).body) ?? [];
  const missing = references.find(
    (reference) => !isDefault(reference) && !beside.some((file) => isFileOf(file, reference)),
  );
  return missing && problemOf(missing, beside, 'in this directory');
}

const isFileOf = (file: DefinitionFile, { kind, id }: Reference): boolean =>
  file.kind.kind === kind && file.id === id;

/** There is always one of it, saved or not. */
const isDefault = ({ kind }: Reference): boolean =>
  definitionKinds.some((one) => one.kind === kind && one.only?.body !== undefined);

async function isLive(admin: AdminClient, { kind, id }: Reference): Promise<boolean> {
  const named = definitionKinds.find((one) => one.kind === kind);
  const path = named?.only ? `/${named.path}` : `/${named?.path}/${encodeURIComponent(id)}`;
  const reply = await admin.call(statusSchema, { path });
  if (reply.status === 'refused' && reply.problem.status === 404) return false;
  return bodyOf(reply).status === 'live';
}

function problemOf(
  { kind, id, pointer }: Reference,
  pushed: readonly DefinitionFile[],
  where: string,
): AdminProblem {
  const beside = pushed.filter((file) => file.kind.kind === kind).map((file) => file.id);
  const named = definitionKinds.find((one) => one.kind === kind);
  const file = named?.only ? `${named.path}.json` : `${named?.path}/${id}.json`;
  const message = `no ${kind} \`${id}\` is ${where}; add ${file}, or name one that is`;
  const allowed = beside.length > 0 ? beside : undefined;
  return { status: 400, code: `unknown_${kind}`, message, pointer, allowed };
}
