import { batchOf } from '../bad-input.ts';
import { BROWSER_KEY } from '../collector.ts';
import { inOrder, order, type Story, times, withKey } from './story.ts';

/** The same message more than once: rows 62 to 64. */
export const repeatStories: readonly Story[] = [
  [
    '62',
    'events without a messageId are as many as were sent',
    inOrder(batchOf(...times(3, () => ({ ...order('unnumbered'), messageId: null })))),
    { kept: 3, people: [{ query: 'userId=unnumbered', segments: ['repeated'] }] },
  ],
  [
    '62',
    'one messageId with another content is kept as failed, the first counts',
    inOrder(...[1, 2].map((total) => batchOf(order('reused', { properties: { total } })))),
    {
      kept: 1,
      failed: ['messageid_conflict'],
      people: [{ query: 'userId=reused', segments: ['paying'] }],
    },
  ],
  [
    '62',
    'one messageId of two people is an event of each',
    inOrder(...['twin-a', 'twin-b'].map((userId) => batchOf(order(userId, { messageId: 'twins' })))),
    {
      kept: 2,
      people: ['twin-a', 'twin-b'].map((userId) => ({ query: `userId=${userId}`, segments: [] })),
    },
  ],
  [
    '62',
    'one messageId of two sources is two events',
    inOrder(batchOf(order('sourced')), withKey(BROWSER_KEY, batchOf(order('sourced')))),
    { kept: 2, people: [{ query: 'userId=sourced', segments: ['repeated'] }] },
  ],
  [
    '63',
    'a batch posted five times at once counts once',
    [times(5, () => batchOf(order('parallel', { properties: { total: 0.5 } })))],
    { kept: 1, people: [{ query: 'userId=parallel', segments: [] }] },
  ],
  [
    '63',
    'a batch posted again, with the time of its retry, counts once',
    inOrder(
      ...['2026-01-01T00:00:01Z', '2026-01-01T00:00:09Z'].map((sentAt) =>
        batchOf(order('again', { sentAt })),
      ),
    ),
    { kept: 1, people: [{ query: 'userId=again', segments: [] }] },
  ],
  [
    '64',
    'a messageId twice in one batch counts once',
    inOrder(batchOf(order('stutter'), order('stutter'))),
    { kept: 1, people: [{ query: 'userId=stutter', segments: [] }] },
  ],
];
