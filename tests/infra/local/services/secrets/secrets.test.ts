import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../../../infra/local/clock.ts';
import { openSecrets, type Secrets } from '../../../../../infra/local/services/secrets/secrets.ts';
import { type LocalAws, serveAws } from '../../../../support/aws/local-aws.ts';

describe('the local Secrets Manager', () => {
  let dataDir: string;
  let secrets: Secrets;
  let aws: LocalAws;
  let client: SecretsManagerClient;

  const start = async () => {
    secrets = openSecrets({ clock: createClock(), dataDir });
    aws = await serveAws([secrets]);
    client = new SecretsManagerClient(aws.config);
  };
  const stop = async () => {
    client.destroy();
    await aws.close();
  };
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-secrets-'));
    await start();
  });
  afterEach(async () => {
    await stop();
    rmSync(dataDir, { recursive: true });
  });

  const secretString = async (SecretId: string) =>
    (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;

  it('gives back a secret by its name, its ARN and its ARN without the ending', async () => {
    const { arn } = secrets.createSecret({ Name: 'identity', SecretString: 'from the template' });

    expect(await secretString('identity')).toBe('from the template');
    expect(await secretString(arn)).toBe('from the template');
    expect(await secretString(arn.slice(0, -7))).toBe('from the template');
  });

  it('generates a secret once and keeps it over restarts and deployments', async () => {
    const props = {
      Name: 'identity',
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    };
    const { arn } = secrets.createSecret(props);
    const generated = await secretString('identity');

    await stop();
    await start();

    expect(secrets.createSecret(props).arn).toBe(arn);
    expect(await secretString(arn)).toBe(generated);
    expect(generated).toMatch(/^[A-Za-z0-9]{64}$/);
  });

  it.each([
    ['32 characters of every type', {}, /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^A-Za-z0-9 ]).{32}$/],
    [
      'no excluded character',
      { ExcludeUppercase: true, ExcludePunctuation: true, ExcludeCharacters: 'abc' },
      /^[d-z0-9]{32}$/,
    ],
    [
      'a value inside a template',
      { SecretStringTemplate: '{"user":"ada"}', GenerateStringKey: 'password', PasswordLength: 5 },
      /^\{"user":"ada","password":".{5,}"\}$/,
    ],
  ])('generates %s', async (_case, GenerateSecretString, pattern) => {
    secrets.createSecret({ Name: 'generated', GenerateSecretString });

    expect(await secretString('generated')).toMatch(pattern);
  });

  it('describes a secret without telling it', async () => {
    const { arn } = secrets.createSecret({ Name: 'identity', Description: 'the key of identities' });

    const description = await client.send(new DescribeSecretCommand({ SecretId: 'identity' }));

    expect(description).toMatchObject({ ARN: arn, Name: 'identity', Description: 'the key of identities' });
    expect(description).not.toHaveProperty('SecretString');
  });

  it('says which secret it does not know, and which operation it does not have', async () => {
    await expect(secretString('nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });
});
