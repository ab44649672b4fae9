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
    const isPushed = pushed.some((file) => file.kind.kind === reference.kind && file.id === reference.id);
    if (!isPushed && !(await isLive(admin, reference))) return problemOf(reference, pushed);
  }
  return undefined;
}

async function isLive(admin: AdminClient, { kind, id }: Reference): Promise<boolean> {
  const named = definitionKinds.find((one) => one.kind === kind);
  const path = named?.only ? `/${named.path}` : `/${named?.path}/${encodeURIComponent(id)}`;
  const reply = await admin.call(statusSchema, { path });
  if (reply.status === 'refused' && reply.problem.status === 404) return false;
  return bodyOf(reply).status === 'live';
}

function problemOf({ kind, id, pointer }: Reference, pushed: readonly DefinitionFile[]): AdminProblem {
  const beside = pushed.filter((file) => file.kind.kind === kind).map((file) => file.id);
  const named = definitionKinds.find((one) => one.kind === kind);
  const file = named?.only ? `${named.path}.json` : `${named?.path}/${id}.json`;
  const message = `no ${kind} \`${id}\` is in this directory or live; add ${file}, or name one that is`;
  const allowed = beside.length > 0 ? beside : undefined;
  return { status: 400, code: `unknown_${kind}`, message, pointer, allowed };
}
