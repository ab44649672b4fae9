import { batchOf } from '../bad-input.ts';
import { BROWSER_KEY } from '../collector.ts';
import { RATED_KEY } from './keys.ts';
import { identify, inOrder, order, type Story, withKey } from './story.ts';

const at = (day: number): string => `2026-01-0${day}T00:00:00.000Z`;

/** What a profile makes of keys and contents: rows 14 to 74. */
export const contentStories: readonly Story[] = [
  [
    '14',
    'the last of two equal keys wins, everywhere',
    inOrder({ ...batchOf(), body: '{"batch":[{"type":"page","userId":"doubled-a","userId":"doubled-b"}]}' }),
    { kept: 1, people: [{ query: 'userId=doubled-b', ids: ['user_id:doubled-b'] }] },
  ],
  [
    '36',
    'a browser cannot give a known user what is protected',
    inOrder(
      batchOf(identify('guarded', { plan: 'free' })),
      withKey(BROWSER_KEY, batchOf(identify('guarded', { plan: 'gold' }))),
    ),
    {
      kept: 1,
      failed: ['forbidden_operation'],
      people: [{ query: 'userId=guarded', traits: { plan: 'free' } }],
    },
  ],
  [
    '37',
    'a key over its rate waits, others do not',
    inOrder(
      withKey(RATED_KEY, batchOf({ type: 'page', userId: 'hasty' })),
      withKey(RATED_KEY, batchOf({ type: 'page', userId: 'hasty' })),
      batchOf({ type: 'page', userId: 'hasty' }),
    ),
    { statuses: [200, 429, 200], kept: 2, people: [{ query: 'userId=hasty' }] },
  ],
  [
    '58',
    'what is no number adds nothing to a sum',
    inOrder(
      batchOf(
        ...['12,50', '€5', null, [], {}, true, 'NaN'].map((total, index) =>
          order('odd-sum', { messageId: `odd-${index}`, properties: { total } }),
        ),
      ),
    ),
    { kept: 7, people: [{ query: 'userId=odd-sum', segments: ['repeated'] }] },
  ],
  [
    '60',
    'null takes a trait away, an object is merged',
    inOrder(
      batchOf(identify('traits', { a: 1, b: { c: 1, d: 1 } }, { timestamp: at(1) })),
      batchOf(identify('traits', { a: null, b: { c: 2 } }, { timestamp: at(2) })),
    ),
    { kept: 2, people: [{ query: 'userId=traits', traits: { b: { c: 2, d: 1 } } }] },
  ],
  [
    '61',
    'traits with our names change nothing of ours',
    inOrder(
      batchOf(
        identify('renamed', { id: 'x', profileId: 'x', __segments: ['vip'], consent: true, createdAt: 'x' }),
      ),
    ),
    {
      kept: 1,
      people: [
        {
          query: 'userId=renamed',
          ids: ['user_id:renamed'],
          traits: { id: 'x', profileId: 'x', __segments: ['vip'], consent: true, createdAt: 'x' },
          segments: [],
        },
      ],
    },
  ],
  [
    '74',
    'three batches in reverse leave what their order would',
    inOrder(...[3, 2, 1].map((day) => batchOf(identify('reversed', { day }, { timestamp: at(day) })))),
    { kept: 3, people: [{ query: 'userId=reversed', traits: { day: 3 } }] },
  ],
];
