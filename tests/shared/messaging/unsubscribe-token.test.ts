import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeKey } from '../../../shared/identity/node-key.ts';
import { readUnsubscribeToken, signUnsubscribeToken } from '../../../shared/messaging/unsubscribe-token.ts';

const key = createSecretKey('secret', 'utf8');
const grant = {
  profileId: 'user_id:AbCdEfGhIjKlMnOpQrStUv',
  channel: 'email',
  topic: 'offers',
  sendId: 'sendsendsendsendsendse',
} as const;
const token = signUnsubscribeToken(key, grant);
const [payload = '', signature = ''] = token.split('.');
const other = signUnsubscribeToken(key, { ...grant, profileId: 'user_id:another' });

describe('an unsubscribe token', () => {
  it('is read as it was signed, and fits a path', () => {
    expect(readUnsubscribeToken(key, token)).toEqual(grant);
    expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
  });

  it('may be for all topics of a channel', () => {
    const { topic: _, ...all } = grant;

    expect(readUnsubscribeToken(key, signUnsubscribeToken(key, all))).toEqual(all);
  });

  it.each([
    ['nothing', ''],
    ['no signature', payload],
    ['an empty signature', `${payload}.`],
    ['the payload of another person', `${other.split('.')[0]}.${signature}`],
    ['a cut signature', token.slice(0, -1)],
    ['a longer signature', `${token}A`],
    ['another last character of the same bytes', `${token.slice(0, -1)}${nextOf(token.slice(-1))}`],
    ['more parts', `${token}.x`],
    ['other spelling', `${payload}=.${signature}`],
    ['rubbish', '%00.%ff'],
    ['megabytes', `${'A'.repeat(2_000_000)}.${signature}`],
    ['a hash that identifiers are given', `${payload}.${nodeKey(key, 'email', payload).slice(6)}`],
    ['a signature of another key', signUnsubscribeToken(createSecretKey('other', 'utf8'), grant)],
  ])('is refused with %s', (_, forged) => {
    expect(readUnsubscribeToken(key, forged)).toBeUndefined();
  });

  it('is refused when any character of it is changed', () => {
    for (let at = 0; at < token.length; at += 1) {
      const changed = `${token.slice(0, at)}${token[at] === 'x' ? 'y' : 'x'}${token.slice(at + 1)}`;

      expect(readUnsubscribeToken(key, changed)).toBeUndefined();
    }
  });
});

function nextOf(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) + 1);
}
