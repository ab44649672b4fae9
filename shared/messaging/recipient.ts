import type { Answerable } from '../profiles/computed/computed-at.ts';
import type { ColdPart, Profile } from '../profiles/profile.ts';
import { plainTraits } from '../profiles/traits.ts';
import type { Consents } from './consent.ts';

/** What of a profile decides whether, where and in which language it may be written to. */
export type Recipient = {
  readonly profileId: string;
  readonly traits: Readonly<Record<string, unknown>>;
  readonly identifiers: readonly { readonly type: string; readonly value: string }[];
  readonly consents: Consents;
  /** the latest `context.locale`; a trait `locale` goes before it */
  readonly locale?: string;
  readonly pushTokens: readonly string[];
};

/** A recipient with what templates may say about it beside its traits. */
export type ReadRecipient = Recipient & { readonly observed: Answerable };

export function recipientOf(
  profile: Profile,
  { traits, identifiers, consents, devices }: ColdPart,
): ReadRecipient {
  return {
    profileId: profile.id,
    traits: plainTraits(traits),
    observed: profile,
    identifiers: identifiers.map(({ type, value }) => ({ type, value })),
    consents,
    ...(profile.locale ? { locale: profile.locale.value } : {}),
    // the device seen last comes first
    pushTokens: Object.entries(devices)
      .sort(([, a], [, b]) => b - a)
      .map(([token]) => token),
  };
}
