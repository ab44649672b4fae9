import * as z from 'zod';
import type { DefinitionStore } from '../../shared/definitions/definition-store.ts';
import { loadSource } from '../../shared/definitions/kinds/load-source.ts';
import {
  type Source,
  sourceKind,
  sourceSchema,
  type WriteKey,
} from '../../shared/definitions/kinds/source.ts';
import { withNextKey, writeKeyState } from '../../shared/definitions/kinds/write-keys.ts';
import { parseFields } from '../../shared/definitions/parse-fields.ts';
import { latestVersion } from '../../shared/definitions/saving/decide-save.ts';
import { type DefinitionPorts, saveDefinition } from '../../shared/definitions/saving/save-definition.ts';
import { DURATION_FORM, longestMs, parseDuration } from '../../shared/duration.ts';
import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import { sourceSecret } from '../../shared/identity/source-secret.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import type { AdminRequest } from '../lib/admin-request.ts';
import { savedAnswer } from './definition-answer.ts';
import type { AuditRecord } from './save-definition.ts';

export type WriteKeyPorts = DefinitionPorts & { audit(record: AuditRecord): void };

const path = '/admin/v1/sources/{id}/keys';

/** A source's write keys: what each is worth, the next one while those before still work, and one that must not any more. */
export const writeKeyRoutes = (ports: WriteKeyPorts): AdminRoute[] => [
  { method: 'GET', path, answer: (request) => list(ports, request) },
  { method: 'POST', path, answer: (request) => issueNext(ports, request) },
  // a key in a path would be in logs
  { method: 'POST', path: `${path}/revoke`, answer: (request) => revoke(ports, request) },
];

async function list({ store }: WriteKeyPorts, { parameters, now }: AdminRequest): Promise<AdminAnswer> {
  const { source } = await loadSource(store, parameters.id ?? '');
  return { status: 200, body: viewOf(source, now) };
}

const viewOf = (source: Source, now: Date) => ({
  id: source.id,
  writeKeys: source.writeKeys.map((key) => ({ ...key, state: writeKeyState(source, key, now) })),
});

const overlapSchema = z
  .string()
  .default('30d')
  .transform((text, context) => {
    const duration = parseDuration(text);
    if (duration !== undefined) return longestMs(duration);
    context.addIssue(`a duration is ${DURATION_FORM}`);
    return z.NEVER;
  });
const nextSchema = z.strictObject({ overlap: overlapSchema });

async function issueNext(ports: WriteKeyPorts, request: AdminRequest): Promise<AdminAnswer> {
  const { overlap } = parseFields(nextSchema, request.body ?? {});
  const { now } = request;
  const expires = new Date(now.getTime() + overlap).toISOString();
  const next = { key: ports.newWriteKey(), since: now.toISOString() };
  return save(ports, request, (keys) => withNextKey(keys, next, expires));
}

const revokedSchema = z.strictObject({ key: z.string() });

async function revoke(ports: WriteKeyPorts, request: AdminRequest): Promise<AdminAnswer> {
  const { key } = parseFields(revokedSchema, request.body);
  return save(ports, request, (keys) => {
    const left = keys.filter((one) => one.key !== key);
    if (left.length === keys.length) throw new NotFoundError('the source has no such write key');
    if (left.length > 0) return left;
    throw new InvalidInputError(
      'last_write_key',
      'it is the only write key of the source; issue the next one first, or save the source with `enabled: false`',
    );
  });
}

async function save(
  ports: WriteKeyPorts,
  { parameters: { id = '' }, by, now }: AdminRequest,
  change: (keys: readonly WriteKey[]) => readonly WriteKey[],
): Promise<AdminAnswer> {
  const { source, entry } = await loadSource(ports.store, id);
  // saving an archived one would bring it back
  if (entry.status !== 'live') throw new NotFoundError(`source \`${id}\` is not live`);
  const body = { ...source, writeKeys: change(source.writeKeys) };
  // what somebody else saves meanwhile must not be undone
  const saving = { kind: sourceKind, id, body, publish: true, ifMatch: [String(latestVersion(entry))], by };
  const outcome = await saveDefinition(ports, saving, now);
  if (outcome.status === 'stale' || outcome.status === 'refused')
    return savedAnswer(outcome, { warnings: [] });
  if (outcome.status === 'changed') ports.audit({ by, ...outcome.entry });
  return { status: 200, body: viewOf(sourceSchema.parse(outcome.body), now) };
}

export type SecretPorts = {
  readonly store: DefinitionStore;
  loadIdentityKey(): Promise<IdentityKey>;
  auditSecret(record: { readonly id: string; readonly secretGeneration: number; readonly by: string }): void;
};

/** What a source's server signs user ids with. A POST, so that it takes the scope `write` and leaves a line in the audit log. */
export const sourceSecretRoutes = (ports: SecretPorts): AdminRoute[] => [
  { method: 'POST', path: '/admin/v1/sources/{id}/secret', answer: (request) => showSecret(ports, request) },
];

async function showSecret(
  { store, loadIdentityKey, auditSecret }: SecretPorts,
  { parameters: { id = '' }, by }: AdminRequest,
): Promise<AdminAnswer> {
  const { secretGeneration } = (await loadSource(store, id)).source;
  const secret = sourceSecret(await loadIdentityKey(), { id, secretGeneration });
  auditSecret({ id, secretGeneration, by });
  return { status: 200, body: { id, secretGeneration, secret } };
}
