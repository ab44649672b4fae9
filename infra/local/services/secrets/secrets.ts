import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { type JsonInput, jsonService, unknownOperation } from '../../protocols/json-protocol.ts';
import { AwsError, type AwsService } from '../../protocols/service.ts';
import { generateSecret, type SecretRecipe } from './generate-secret.ts';

/** The properties of AWS::SecretsManager::Secret that the local Secrets Manager knows. */
export type SecretProps = {
  readonly Name: string;
  readonly Description?: string;
  readonly SecretString?: string;
  readonly GenerateSecretString?: SecretRecipe;
};

export type Secret = {
  readonly arn: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly value: string;
  readonly versionId: string;
  readonly createdAt: number;
};

/** The local Secrets Manager: the AWS service, and what the local cloud itself needs of it. */
export type Secrets = AwsService & {
  /** Creates a secret from CloudFormation's properties; one that exists keeps its value. */
  createSecret(props: SecretProps): Secret;
};

export type SecretsOptions = {
  readonly clock: Clock;
  /** Where state is kept; in memory when not given. */
  readonly dataDir?: string;
  readonly region?: string;
  readonly accountId?: string;
};

export function openSecrets(options: SecretsOptions): Secrets {
  const { clock, dataDir, region = 'us-east-1', accountId = '000000000000' } = options;
  const secrets = loadSecrets(dataDir);
  const prefix = `arn:aws:secretsmanager:${region}:${accountId}:secret:`;
  return {
    ...jsonService('secretsmanager', {
      contentType: 'application/x-amz-json-1.1',
      run: async (operation, input) => run(secrets, operation, input),
    }),
    createSecret(props) {
      const existing = secrets.get(props.Name);
      if (existing !== undefined) return existing;
      const secret = newSecret(props, { prefix, now: clock.now() });
      secrets.set(props.Name, secret);
      saveSecrets(dataDir, secrets);
      return secret;
    },
  };
}

type SecretsByName = Map<string, Secret>;

function newSecret(props: SecretProps, made: { prefix: string; now: number }): Secret {
  return {
    // AWS ends every secret's ARN with six random characters
    arn: `${made.prefix}${props.Name}-${randomBytes(3).toString('hex')}`,
    name: props.Name,
    description: props.Description,
    value: props.SecretString ?? generateSecret(props.GenerateSecretString ?? {}),
    versionId: randomUUID(),
    createdAt: made.now,
  };
}

function run(secrets: SecretsByName, operation: string, input: JsonInput): object {
  if (operation === 'GetSecretValue') return getSecretValue(requireSecret(secrets, input), input);
  if (operation === 'DescribeSecret') return describeSecret(requireSecret(secrets, input));
  throw unknownOperation('Secrets Manager', operation);
}

function getSecretValue(secret: Secret, { VersionId: versionId, VersionStage: stage }: JsonInput): object {
  if ((versionId ?? secret.versionId) !== secret.versionId || (stage ?? 'AWSCURRENT') !== 'AWSCURRENT') {
    throw notFound("Secrets Manager can't find the specified secret value for the version asked for");
  }
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: secret.versionId,
    VersionStages: ['AWSCURRENT'],
    SecretString: secret.value,
    CreatedDate: secret.createdAt / 1000,
  };
}

function describeSecret(secret: Secret): object {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    CreatedDate: secret.createdAt / 1000,
    VersionIdsToStages: { [secret.versionId]: ['AWSCURRENT'] },
  };
}

// a secret is named by its name, its ARN, or its ARN without the six random characters
function requireSecret(secrets: SecretsByName, { SecretId: id }: JsonInput): Secret {
  const found = [...secrets.values()].find(
    ({ name, arn }) => id === name || id === arn || id === arn.slice(0, -7),
  );
  if (found === undefined) throw notFound(`Secrets Manager can't find the specified secret: ${String(id)}`);
  return found;
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

function loadSecrets(dataDir: string | undefined): SecretsByName {
  if (dataDir === undefined || !existsSync(secretsPath(dataDir))) return new Map();
  // only saveSecrets() writes this file
  const secrets = JSON.parse(readFileSync(secretsPath(dataDir), 'utf8')) as Secret[];
  return new Map(secrets.map((secret) => [secret.name, secret]));
}

function saveSecrets(dataDir: string | undefined, secrets: SecretsByName): void {
  if (dataDir === undefined) return;
  mkdirSync(dataDir, { recursive: true });
  const unfinished = `${secretsPath(dataDir)}.unfinished`;
  writeFileSync(unfinished, JSON.stringify([...secrets.values()], null, 2), { mode: 0o600 });
  renameSync(unfinished, secretsPath(dataDir));
}

function secretsPath(dataDir: string): string {
  return join(dataDir, 'secrets.json');
}
