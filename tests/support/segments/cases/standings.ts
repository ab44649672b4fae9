import fc from 'fast-check';
import type { NaiveEvent } from '../naive-counted.ts';
import type { NaiveSaid, NaiveStandings } from '../standing/naive-standing.ts';
import { instants } from './histories.ts';

export const journeys = ['welcome', 'welcome', 'welcome', 'cart'];
export const steps = ['mail', 'mail', 'second'];
export const topics = ['offers', 'news'];
/** The last is not live. */
export const lists = ['vip', 'staff', 'gone'];

const said: fc.Arbitrary<NaiveSaid> = fc.record({
  status: fc.constantFrom('subscribed', 'unsubscribed'),
  channels: fc.subarray(['email', 'sms', 'push']),
  topics: fc.subarray(topics),
  // few instants, so that several things are said at once
  at: fc.nat(2),
  isVouchedFor: fc.boolean(),
});
const runs = fc.dictionary(
  fc.constantFrom(...journeys),
  fc.array(fc.constantFrom('running', 'completed', 'cancelled'), { minLength: 1, maxLength: 3 }),
);
const uploads = fc.array(
  fc.record({ list: fc.constantFrom(...lists), upload: fc.integer({ min: 1, max: 4 }) }),
  { maxLength: 4 },
);

/** What the platform knows of a person. */
export const standings: fc.Arbitrary<NaiveStandings> = fc.record({
  profileId: fc.nat().map((number) => `profile-${number}`),
  said: fc.array(said, { maxLength: 5 }),
  runs,
  uploads,
});

/** What became of messages, and what somebody sent who calls it the same. */
export const messageEvents: fc.Arbitrary<readonly NaiveEvent[]> = fc.array(
  fc
    .record({
      name: fc.constantFrom(
        'Email Delivered',
        'Email Bounced',
        'Email Marked as Spam',
        'Email Opened',
        'Email Opened',
        'Email Link Clicked',
      ),
      properties: fc.record(
        {
          campaign_id: fc.constantFrom(...journeys),
          step: fc.constantFrom(...steps),
          machineOpen: fc.constantFrom(false, false, true),
        },
        { requiredKeys: ['campaign_id'] },
      ),
      at: instants,
      isForged: fc.constantFrom(false, false, false, true),
    })
    .map(({ isForged, ...event }) => ({ ...event, ...(!isForged && { ofPlatform: true as const }) })),
  { minLength: 1, maxLength: 8 },
);
