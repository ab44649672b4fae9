import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { literalTextOf } from '../liquid/literal-text.ts';
import type { Recipient } from '../recipient.ts';
import type { ChannelKind } from './channel-kind.ts';
import { smsSizeOf } from './sms-parts.ts';

const MAX_CHARACTERS = 1_600; // SNS refuses longer ones

export const smsChannel: ChannelKind = {
  name: 'sms',
  required: ['text'],
  optional: [],
  linked: [],
  hasFrom: false,
  addressesOf: (recipient) => {
    const found = candidates(recipient).map(phoneOf).find(Boolean);
    return found === undefined ? [] : [found];
  },
  review: ({ text = '' }) => {
    const { encoding, parts } = smsSizeOf(literalTextOf(text));
    if (parts === 1) return [];
    return [
      { part: 'text', warning: `takes ${parts} parts (${encoding}) even before anything is filled in` },
    ];
  },
  build: (parts, { sendId, addresses: [to = ''], class: messageClass }) => {
    const text = (parts.text ?? '').trim();
    if (text === '') return { failed: 'text is empty' };
    if (text.length > MAX_CHARACTERS)
      return { failed: `text has ${text.length} characters, at most ${MAX_CHARACTERS} can be sent` };
    const message = { channel: 'sms', sendId, to, text, class: messageClass } as const;
    return { message: { ...message, parts: smsSizeOf(text).parts } };
  },
};

function candidates({ traits, identifiers }: Recipient): unknown[] {
  const known = identifiers.filter(({ type }) => type === 'phone').map(({ value }) => value);
  return [traits.phone, ...known.reverse()];
}

/** The number in E.164. Without a country code it could be anybody's, so it is nobody's. */
function phoneOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const phone = parsePhoneNumberFromString(value.trim(), { extract: false });
  return phone?.isValid() ? phone.number : undefined;
}
