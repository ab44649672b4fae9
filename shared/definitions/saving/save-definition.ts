import { RetryableError } from '../../errors.ts';
import type { DefinitionBody, Refusal } from '../definition-kind.ts';
import type { DefinitionStore, IndexEntry } from '../definition-store.ts';
import { type DefinitionName, isStale, maxAttempts, readState } from '../read-state.ts';
import { decideSave, latestVersion } from './decide-save.ts';
import { findRefusal } from './find-refusal.ts';

export type DefinitionPorts = { readonly store: DefinitionStore; newWriteKey(): string };

export type SaveRequest = DefinitionName & {
  /** what `kind.parse` answered */
  readonly body: DefinitionBody;
  readonly publish: boolean;
  /** versions the writer believes to be the latest; `*` any; undefined does not ask */
  readonly ifMatch?: readonly string[] | undefined;
  readonly by: string;
};

export type SaveOutcome =
  | {
      readonly status: 'created' | 'changed' | 'unchanged';
      readonly entry: IndexEntry;
      readonly body: DefinitionBody;
    }
  | { readonly status: 'stale'; readonly latest: number }
  | ({ readonly status: 'refused' } & Refusal);

/** Saves, and unless told otherwise publishes, one definition; a save that met another one reads again and decides anew. */
export async function saveDefinition(
  ports: DefinitionPorts,
  request: SaveRequest,
  now: Date,
): Promise<SaveOutcome> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const outcome = await trySave(ports, request, now);
    if (outcome !== 'conflict') return outcome;
  }
  throw new RetryableError(
    `too many saves at once: ${request.kind.kind} \`${request.id}\` was not saved, try again`,
  );
}

/** What publishing this body would do, with nothing saved. */
export async function compareDefinition(
  ports: DefinitionPorts,
  request: SaveRequest,
  now: Date,
): Promise<'new' | 'changed' | 'live'> {
  const state = await readState(ports.store, request);
  if (state.entry === undefined) return 'new';
  const body = completeBody(ports, request, { before: state.latest, now });
  const name = { kind: request.kind.kind, id: request.id };
  return decideSave(state, name, { body, publish: true }).status === 'unchanged' ? 'live' : 'changed';
}

async function trySave(
  ports: DefinitionPorts,
  request: SaveRequest,
  now: Date,
): Promise<SaveOutcome | 'conflict'> {
  const state = await readState(ports.store, request);
  if (isStale(request.ifMatch, state.entry)) return { status: 'stale', latest: latestVersion(state.entry) };
  const body = completeBody(ports, request, { before: state.latest, now });
  const name = { kind: request.kind.kind, id: request.id };
  const decision = decideSave(state, name, { body, publish: request.publish });
  if (decision.status === 'unchanged') return { ...decision, body };
  const refusal = request.publish ? await findRefusal(ports.store, request, { state, body }) : undefined;
  if (refusal) return { status: 'refused', ...refusal };
  const { entry, index, isNewBody } = decision;
  const version = {
    ...name,
    version: latestVersion(entry),
    body,
    savedAt: now.toISOString(),
    savedBy: request.by,
  };
  const saved = await ports.store.saveChange({ index, version: isNewBody ? version : undefined });
  if (saved === 'conflict') return 'conflict';
  return { status: state.entry === undefined ? 'created' : 'changed', entry, body };
}

function completeBody(
  ports: DefinitionPorts,
  { kind, body }: SaveRequest,
  { before, now }: { before: DefinitionBody | undefined; now: Date },
): DefinitionBody {
  return kind.complete?.(body, { before, now, newWriteKey: ports.newWriteKey }) ?? body;
}
