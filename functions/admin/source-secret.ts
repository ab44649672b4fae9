import type { DefinitionStore } from '../../shared/definitions/definition-store.ts';
import { loadSource } from '../../shared/definitions/kinds/load-source.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import { sourceSecret } from '../../shared/identity/source-secret.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import type { AdminRequest } from '../lib/admin-request.ts';

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
