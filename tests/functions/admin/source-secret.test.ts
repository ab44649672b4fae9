import { beforeEach, describe, expect, it } from 'vitest';
import { definitionRoutes } from '../../../functions/admin/definition-routes.ts';
import { sourceSecretRoutes } from '../../../functions/admin/source-routes.ts';
import { sourceSecret } from '../../../shared/identity/source-secret.ts';
import { type AdminTestApi, adminApi, nobodyAnywhere } from '../../support/admin/admin-api.ts';
import { memoryDefinitionStore } from '../../support/admin/memory-definition-store.ts';
import { MemorySizes } from '../../support/admin/memory-sizes.ts';
import { MemoryBackfills } from '../../support/segments/memory-backfills.ts';

const identityKey = Buffer.from('identity key');
let api: AdminTestApi;
let audited: object[];

beforeEach(async () => {
  audited = [];
  const ports = {
    store: memoryDefinitionStore(),
    memberships: nobodyAnywhere,
    backfills: new MemoryBackfills(),
    sizes: new MemorySizes(),
    newWriteKey: () => `c${'0'.repeat(24)}`,
    audit: () => {},
    machines: { publish: async () => {} },
    functions: { decideStepArn: 'decide-step', sendMessageArn: 'send-message' },
    auditSecret: (record: object) => void audited.push(record),
    loadIdentityKey: async () => identityKey,
  };
  api = adminApi([...definitionRoutes(ports), ...sourceSecretRoutes(ports)]);
  await api('PUT', '/sources/site', { body: { kind: 'browser' } });
});

describe('the secret of a source in the admin API', () => {
  it('is told to who asks for it, is not to be cached, and who asked is written down', async () => {
    const { status, headers, body } = await api('POST', '/sources/site/secret');

    const secret = sourceSecret(identityKey, { id: 'site', secretGeneration: 1 });
    expect({ status, body }).toEqual({ status: 200, body: { id: 'site', secretGeneration: 1, secret } });
    expect(headers['cache-control']).toBe('no-store');
    expect(audited).toEqual([{ id: 'site', secretGeneration: 1, by: expect.any(String) }]);
    expect(JSON.stringify((await api('GET', '/sources/site')).body)).not.toContain(secret);
  });

  it('is another in the next generation', async () => {
    const before = (await api('POST', '/sources/site/secret')).body.secret;
    await api('PUT', '/sources/site', { body: { kind: 'browser', secretGeneration: 2 } });

    const { body } = await api('POST', '/sources/site/secret');

    expect(body.secretGeneration).toBe(2);
    expect(body.secret).not.toBe(before);
  });

  it('does not exist for a source that does not', async () => {
    expect((await api('POST', '/sources/nowhere/secret')).status).toBe(404);
    expect(audited).toEqual([]);
  });
});
