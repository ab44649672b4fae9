import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultProvider } from '../../../../functions/aws/clients/environment-credentials.ts';

afterEach(() => vi.unstubAllEnvs());

describe('the credentials of a function', () => {
  it('are those in its environment', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIA1');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');

    await expect(defaultProvider()()).resolves.toEqual({
      accessKeyId: 'ASIA1',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
  });

  it('have no session where none is named, as those of a user', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA1');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', '');

    await expect(defaultProvider()()).resolves.toEqual({ accessKeyId: 'AKIA1', secretAccessKey: 'secret' });
  });

  it('are missed by name', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');

    await expect(defaultProvider()()).rejects.toThrow('environment variables missing: AWS_ACCESS_KEY_ID');
  });
});
