import { batchOf, page, single } from '../bad-input.ts';
import { identify, inOrder, type Story, times } from './story.ts';

const alias = (userId: string, previousId: string) => ({ type: 'alias', userId, previousId });
const CHAIN = 50;
const chain = times(CHAIN, (link) => alias(`chain-${link + 1}`, `chain-${link}`));
const chained = times(CHAIN, (link) => ({
  query: `userId=chain-${link + 1}`,
  ids: [`anonymous_id:chain-${link}`, `user_id:chain-${link + 1}`],
}));

/** Who several requests are about: rows 44 to 51. */
export const identityStories: readonly Story[] = [
  [
    '44',
    'an é composed, and one not, are two people',
    inOrder(batchOf(identify('caf\u00e9', { n: 1 }), identify('cafe\u0301', { n: 2 }))),
    {
      kept: 2,
      people: [
        { query: `userId=${encodeURIComponent('caf\u00e9')}`, ids: ['user_id:caf\u00e9'], traits: { n: 1 } },
        {
          query: `userId=${encodeURIComponent('cafe\u0301')}`,
          ids: ['user_id:cafe\u0301'],
          traits: { n: 2 },
        },
      ],
    },
  ],
  [
    '44',
    'an email in any case, with any space and its own script, is one',
    inOrder(
      batchOf(identify('idn', { email: ' Anna@MÜNCHEN.example ' })),
      batchOf({
        type: 'identify',
        anonymousId: 'idn-phone',
        traits: { email: 'anna@xn--mnchen-3ya.example' },
      }),
    ),
    {
      kept: 2,
      people: [
        {
          query: 'userId=idn',
          ids: ['anonymous_id:idn-phone', 'email:anna@xn--mnchen-3ya.example', 'user_id:idn'],
        },
      ],
    },
  ],
  [
    '47',
    'ids that look like our keys are people of their own',
    inOrder(
      batchOf(...['key', 'user_id:key', 'N#user#key'].map((userId) => identify(userId, { is: userId }))),
    ),
    {
      kept: 3,
      people: ['key', 'user_id:key', 'N#user#key'].map((userId) => ({
        query: `userId=${encodeURIComponent(userId)}`,
        ids: [`user_id:${userId}`],
        traits: { is: userId },
      })),
    },
  ],
  [
    '48',
    'a userId equal to an anonymousId is someone else',
    inOrder(batchOf({ type: 'page', userId: 'same' }, { type: 'page', anonymousId: 'same' })),
    {
      kept: 2,
      people: [
        { query: 'userId=same', ids: ['user_id:same'] },
        { query: 'anonymousId=same', ids: ['anonymous_id:same'] },
      ],
    },
  ],
  [
    '49',
    'two users of one device stay two, and the device is the first one’s',
    inOrder(
      batchOf(identify('first', { n: 1 }, { anonymousId: 'shared' })),
      batchOf(identify('second', { n: 2 }, { anonymousId: 'shared' })),
    ),
    {
      kept: 2,
      people: [
        { query: 'anonymousId=shared', ids: ['anonymous_id:shared', 'user_id:first'], traits: { n: 1 } },
        { query: 'userId=second', ids: ['user_id:second'], traits: { n: 2 }, rules: ['demoted'] },
      ],
    },
  ],
  [
    '50',
    'a circle of aliases joins no two users',
    inOrder(batchOf(alias('round-a', 'round-b')), batchOf(alias('round-b', 'round-a'))),
    {
      kept: 2,
      people: [
        { query: 'userId=round-a', ids: ['anonymous_id:round-b', 'user_id:round-a'] },
        { query: 'userId=round-b', ids: ['anonymous_id:round-a', 'user_id:round-b'] },
      ],
    },
  ],
  [
    '50',
    'a chain of 50 aliases, there and back, is what each of them says',
    inOrder(batchOf(...chain), ...[...chain].reverse().map((link) => single('/v1/alias', link))),
    { kept: 2 * CHAIN, people: chained },
  ],
  [
    '50',
    'an alias of oneself leaves one person',
    inOrder(batchOf(page, alias('selfish', 'selfish'), { type: 'page', anonymousId: 'selfish' })),
    { kept: 3, people: [{ query: 'userId=selfish', ids: ['anonymous_id:selfish', 'user_id:selfish'] }] },
  ],
  [
    '51',
    '1,000 devices of one user: all their events are hers, the first five devices too',
    inOrder(batchOf(...times(1_000, (n) => ({ type: 'page', userId: 'crowd', anonymousId: `crowd-${n}` })))),
    {
      kept: 1_000,
      people: [
        {
          query: 'userId=crowd',
          ids: [...times(5, (n) => `anonymous_id:crowd-${n}`), 'user_id:crowd'],
          rules: ['demoted'],
        },
      ],
    },
  ],
];
