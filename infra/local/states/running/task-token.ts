import { randomBytes } from 'node:crypto';

export function newToken(): string {
  return randomBytes(48).toString('base64url');
}

/** Whether a text could be a token that was given once. */
export function isToken(text: string): boolean {
  return /^[\w-]{64}$/.test(text);
}
