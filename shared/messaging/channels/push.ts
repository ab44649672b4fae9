import type { ChannelKind } from './channel-kind.ts';

const MAX_TOKENS = 20; // of one person; more are leftovers of old installations
const MAX_TEXT_BYTES = 3_000; // APNs and FCM take 4 KB with the keys around it

export const pushChannel: ChannelKind = {
  name: 'push',
  required: ['title', 'body'],
  optional: [],
  linked: [],
  hasFrom: false,
  addressesOf: ({ pushTokens }) => [...new Set(pushTokens)].slice(0, MAX_TOKENS),
  review: () => [],
  build: (parts, { sendId, addresses: tokens }) => {
    const [title, body] = [(parts.title ?? '').trim(), (parts.body ?? '').trim()];
    if (title === '' && body === '') return { failed: 'title and body are empty' };
    const bytes = Buffer.byteLength(JSON.stringify([title, body]));
    if (bytes > MAX_TEXT_BYTES)
      return { failed: `title and body have ${bytes} bytes, at most ${MAX_TEXT_BYTES} can be sent` };
    return { message: { channel: 'push', sendId, tokens, title, body } };
  },
};
