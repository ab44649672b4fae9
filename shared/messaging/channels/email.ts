import { normalizeEmail } from '../../identity/email.ts';
import type { Recipient } from '../recipient.ts';
import type { ChannelKind } from './channel-kind.ts';
import { plainTextOf } from './plain-text.ts';

const PRINTABLE = /^[\x21-\x7e]+$/;
const CONTROL = /\p{Cc}/u;

export const emailChannel: ChannelKind = {
  name: 'email',
  required: ['subject', 'html'],
  optional: ['text'],
  linked: ['html', 'text'],
  hasFrom: true,
  addressesOf: (recipient) => {
    const found = candidates(recipient).map(addressOf).find(Boolean);
    return found === undefined ? [] : [found];
  },
  review: (parts) =>
    parts.text === undefined
      ? [
          {
            part: 'text',
            warning: 'is not given, so it is made from the html; a text of its own reads better',
          },
        ]
      : [],
  build: (parts, { sendId, entryId, addresses: [to = ''], from, ...envelope }) => {
    const { html = '' } = parts;
    const subject = (parts.subject ?? '').trim();
    if (subject === '') return { failed: 'subject is empty' };
    // a line break in a header would begin another one
    if (CONTROL.test(subject)) return { failed: 'subject holds a control character' };
    if (from === undefined) return { failed: 'neither the template nor the workspace says from whom' };
    const text = parts.text ?? plainTextOf(html);
    const unsubscribeUrl = envelope.class === 'marketing' ? envelope.unsubscribeUrl : undefined;
    return { message: { channel: 'email', sendId, entryId, to, from, subject, html, text, unsubscribeUrl } };
  },
};

// the trait is what the person said last; identifiers come oldest first
function candidates({ traits, identifiers }: Recipient): unknown[] {
  const known = identifiers.filter(({ type }) => type === 'email').map(({ value }) => value);
  return [traits.email, ...known.reverse()];
}

function addressOf(value: unknown): string | undefined {
  const address = normalizeEmail(value);
  // SES takes no other letters before the @
  return address !== undefined && PRINTABLE.test(address) ? address : undefined;
}
