import { createSecretKey, type KeyObject } from 'node:crypto';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { secretsClient } from './clients.ts';

const loading = new Map<string, Promise<KeyObject>>();

/** The key under which identifiers are hashed; read once per environment, because a changed key would orphan every profile. */
export function loadIdentityKey(secretId: string): Promise<KeyObject> {
  const known = loading.get(secretId);
  if (known !== undefined) return known;
  const key = readKey(secretId);
  loading.set(secretId, key);
  // a failed read must not poison the environment: the next call asks again
  key.catch(() => loading.delete(secretId));
  return key;
}

async function readKey(secretId: string): Promise<KeyObject> {
  const secret = await secretsClient().send(new GetSecretValueCommand({ SecretId: secretId }));
  if (!secret.SecretString) throw new Error('the identity secret is empty, it must hold the key as a string');
  return createSecretKey(secret.SecretString, 'utf8');
}
