import { normalizeEmail } from '../email.ts';
import { idText } from '../id-text.ts';
import type { IdentifiedEvent } from '../identified-event.ts';
import { deviceField, tokenText } from './device.ts';
import { normalizePhone } from './phone.ts';
import { fieldOf, readContext } from './read-context.ts';

export type IdentifierKind = {
  readonly type: string;
  /** where events carry it; what is no value of this type is passed over */
  read(event: IdentifiedEvent): readonly unknown[];
  /** the one form that identifies; undefined when the value has none */
  normalize(value: unknown): string | undefined;
};

const traitNamed = (name: string) => (event: IdentifiedEvent) => [
  fieldOf(event.traits, name),
  readContext(event, 'traits', name),
];

const plain = (value: unknown) => idText(value);

/** Every type of identifier that events carry in a place of its own; `context.externalIds` may name others. */
export const identifierKinds: readonly IdentifierKind[] = [
  { type: 'user_id', read: ({ userId }) => [userId], normalize: plain },
  {
    type: 'anonymous_id',
    read: ({ anonymousId, previousId }) => [anonymousId, previousId],
    normalize: plain,
  },
  { type: 'email', read: traitNamed('email'), normalize: normalizeEmail },
  { type: 'phone', read: traitNamed('phone'), normalize: normalizePhone },
  { type: 'android.id', read: deviceField('android', 'id'), normalize: plain },
  { type: 'android.idfa', read: deviceField('android', 'advertisingId'), normalize: plain },
  { type: 'android.push_token', read: deviceField('android', 'token'), normalize: tokenText },
  { type: 'ios.id', read: deviceField('ios', 'id'), normalize: plain },
  { type: 'ios.idfa', read: deviceField('ios', 'advertisingId'), normalize: plain },
  { type: 'ios.push_token', read: deviceField('ios', 'token'), normalize: tokenText },
  {
    type: 'ga_client_id',
    read: (event) => [readContext(event, 'integrations', 'Google Analytics', 'clientId')],
    normalize: plain,
  },
];

const normalizers = new Map(identifierKinds.map(({ type, normalize }) => [type, normalize]));

/** The one form of a value that identifies, whatever its type; types nobody knows here are taken as they are. */
export function normalizeIdentifier(type: string, value: unknown): string | undefined {
  return (normalizers.get(type) ?? plain)(value);
}
