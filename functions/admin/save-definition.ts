import { definitionIdSchema } from '../../shared/definitions/definition-id.ts';
import type { DefinitionKind, MachineOptions } from '../../shared/definitions/definition-kind.ts';
import type { IndexEntry } from '../../shared/definitions/definition-store.ts';
import { parseFields } from '../../shared/definitions/parse-fields.ts';
import {
  compareDefinition,
  type DefinitionPorts,
  type SaveOutcome,
  type SaveRequest,
  saveDefinition,
} from '../../shared/definitions/saving/save-definition.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { BackfillEngine } from '../../shared/profiles/memberships/backfill.ts';
import type { AdminAnswer } from '../lib/admin-http.ts';
import type { AdminRequest } from '../lib/admin-request.ts';
import { reachOf, savedAnswer, withoutAnswered } from './definition-answer.ts';

type Parsed = { readonly request: SaveRequest; readonly warnings: readonly string[] };

/** Who changed what: a line of the audit log. */
export type AuditRecord = IndexEntry & { readonly by: string };

/** Where kinds that run are brought into being, and the functions their machines call. */
export type MachinePorts = {
  readonly machines: { publish(id: string, definition: object): Promise<void> };
  readonly functions: Omit<MachineOptions, 'version'>;
};
export type BackfillPorts = { readonly backfills: Pick<BackfillEngine, 'start'> };
export type SavePorts = DefinitionPorts & MachinePorts & BackfillPorts & { audit(record: AuditRecord): void };

/** `PUT`: validates, saves a new version, and publishes it unless `?publish=false`. */
export async function putDefinition(
  ports: SavePorts,
  kind: DefinitionKind,
  request: AdminRequest,
): Promise<AdminAnswer> {
  const { request: save, warnings } = parse(kind, request, request.parameters.id ?? kind.only?.id);
  const outcome = await saveDefinition(ports, save, request.now);
  if (outcome.status === 'created' || outcome.status === 'changed')
    ports.audit({ by: request.by, ...outcome.entry });
  await publishMachine(ports, kind, outcome);
  await startBackfill(ports, kind, outcome);
  const reach = outcome.status === 'unchanged' ? {} : reachOf(kind, save.body, request.now);
  return savedAnswer(outcome, { warnings, reach, answered: kind.answered });
}

/**
 * After the definition is in force: starts that come before it fail and are tried again. A save that changed nothing publishes
 * too, so that repeating one that failed here puts it right.
 */
async function publishMachine(
  ports: MachinePorts,
  kind: DefinitionKind,
  outcome: SaveOutcome,
): Promise<void> {
  if (outcome.status === 'stale' || outcome.status === 'refused') return;
  const { entry, body } = outcome;
  if (entry.status !== 'live' || entry.draft !== undefined) return;
  const definition = kind.machine?.(body, { version: entry.version, ...ports.functions });
  if (definition) await ports.machines.publish(entry.id, definition);
}

/** After a definition came into force, or out of it. As above, a repeated save puts right what failed here, or since. */
export async function startBackfill(
  { backfills }: BackfillPorts,
  kind: DefinitionKind,
  outcome: SaveOutcome,
): Promise<void> {
  if (outcome.status === 'stale' || outcome.status === 'refused' || !kind.backfills) return;
  const { status, draft, since } = outcome.entry;
  if (status !== 'draft' && draft === undefined) await backfills.start(since);
}

/** `POST validate`: the same checks; answers what publishing would do. */
export async function validateDefinition(
  ports: DefinitionPorts,
  kind: DefinitionKind,
  request: AdminRequest,
): Promise<AdminAnswer> {
  const { request: save, warnings } = parse(kind, request, kind.only?.id);
  const status = await compareDefinition(ports, save, request.now);
  const reach = reachOf(kind, save.body, request.now);
  return { status: 200, body: { id: save.id, valid: true, status, warnings, ...reach } };
}

function parse(kind: DefinitionKind, { body, query, ifMatch, by }: AdminRequest, id?: string): Parsed {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new InvalidInputError('not_an_object', `the body must be the ${kind.kind} as a JSON object`);
  const value = { id, ...withoutAnswered(body) };
  if (id !== undefined && value.id !== id)
    throw new InvalidInputError('id_mismatch', `the body says \`${String(value.id)}\`, the path \`${id}\``, {
      pointer: '/id',
      allowed: id,
    });
  const parsed = kind.parse(value);
  const savedId = parseFields(definitionIdSchema, parsed.body.id);
  const publish = query.publish !== 'false';
  return {
    request: { kind, id: savedId, body: parsed.body, publish, ifMatch, by },
    warnings: parsed.warnings,
  };
}
