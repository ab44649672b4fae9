import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { IdentityKey } from '../identity/node-key.ts';
import { type ChannelName, channelNameSchema } from './channels/channel-name.ts';

/** What a link in a message allows: to stop messages like it, for the one it was sent to. No personal data. */
export type UnsubscribeGrant = {
  readonly profileId: string;
  readonly channel: ChannelName;
  /** undefined: all topics of the channel */
  readonly topic?: string | undefined;
  readonly sendId: string;
};

const MAX_TOKEN_CHARACTERS = 1_000;
// node keys are hashes of `type:value`; this has no colon, so no identifier is ever hashed into this key
const PURPOSE = 'tributary unsubscribe v1';

const payloadSchema = z.tuple([z.string(), channelNameSchema, z.string(), z.string()]);

/** `<payload>.<signature>`, both base64url. */
export function signUnsubscribeToken(identityKey: IdentityKey, grant: UnsubscribeGrant): string {
  const fields = [grant.profileId, grant.channel, grant.topic ?? '', grant.sendId];
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${payload}.${signatureOf(identityKey, payload).toString('base64url')}`;
}

/** The grant of a token that we signed; undefined for anything else. */
export function readUnsubscribeToken(identityKey: IdentityKey, token: string): UnsubscribeGrant | undefined {
  const [payload, signature, ...rest] = token.split('.');
  if (token.length > MAX_TOKEN_CHARACTERS || !payload || !signature || rest.length > 0) return undefined;
  const expected = signatureOf(identityKey, payload);
  const given = Buffer.from(signature, 'base64url');
  // other spellings of the same bytes are not the token we gave out
  const isExact = given.toString('base64url') === signature;
  if (!isExact || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return grantOf(payload);
}

function grantOf(payload: string): UnsubscribeGrant {
  const fields: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const [profileId, channel, topic, sendId] = payloadSchema.parse(fields);
  return { profileId, channel, ...(topic === '' ? {} : { topic }), sendId };
}

function signatureOf(identityKey: IdentityKey, payload: string): Buffer {
  const key = createHmac('sha256', identityKey).update(PURPOSE).digest();
  return createHmac('sha256', key).update(payload).digest();
}
