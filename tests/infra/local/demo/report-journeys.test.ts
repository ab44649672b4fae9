import { describe, expect, it } from 'vitest';
import type { AcceptedMessage, JourneyCount } from '../../../../infra/local/demo/count-journeys.ts';
import {
  exampleText,
  findJourneyFaults,
  reportJourneys,
} from '../../../../infra/local/demo/report-journeys.ts';

const journeys: readonly JourneyCount[] = [
  {
    id: 'welcome',
    runs: new Map([
      ['running', 2],
      ['completed', 3],
    ]),
    sends: [
      { sendId: 'a', channel: 'email', state: 'SENT' },
      { sendId: 'b', channel: 'email', state: 'SKIPPED', reason: 'unsubscribed' },
      { sendId: 'c', channel: 'email', state: 'SKIPPED', reason: 'unsubscribed' },
    ],
  },
  {
    id: 'thank-you',
    runs: new Map([['completed', 1]]),
    sends: [{ sendId: 'd', channel: 'sms', state: 'SENT' }],
  },
];
const accepted: readonly AcceptedMessage[] = [
  { sendId: 'a', channel: 'email', to: 'anna@x.de', subject: 'Hello', text: 'Hello\nAnna\n' },
  { sendId: 'd', channel: 'sms', to: '+48512345678', text: 'Thanks' },
];

describe('the report on journeys', () => {
  it('counts runs by how they stand', () => {
    expect(reportJourneys(journeys)).toMatch(/welcome +2 +3 +0 +0 +0 +5\n/);
  });

  it('counts messages per journey with the reasons of those not sent', () => {
    expect(reportJourneys(journeys)).toMatch(/welcome +email +SKIPPED +unsubscribed +2\n/);
    expect(reportJourneys(journeys)).toMatch(/thank-you +sms +SENT +1\n/);
  });

  it('counts messages per channel', () => {
    expect(reportJourneys(journeys)).toMatch(/email +1 +2 +0\n/);
    expect(reportJourneys(journeys)).toMatch(/sms +1 +0 +0$/);
  });

  it('shows a message', () => {
    expect(exampleText(accepted, 'email')).toContain('  To: anna@x.de\n  Subject: Hello\n\n  Hello\n  Anna');
    expect(exampleText(accepted, 'push')).toBe('');
  });
});

describe('the faults of journeys', () => {
  const with1 = (change: Partial<JourneyCount>): JourneyCount[] =>
    journeys.map((journey) => (journey.id === 'welcome' ? { ...journey, ...change } : journey));

  it('are none when every sent message arrived once', () => {
    expect(findJourneyFaults(journeys, accepted)).toEqual([]);
  });

  it('may be a message that several devices got', () => {
    const push = { sendId: 'a', channel: 'push', to: 'other' };

    expect(findJourneyFaults(journeys, [...accepted, push])).toEqual([]);
  });

  it.each<[string, readonly JourneyCount[], readonly AcceptedMessage[]]>([
    ['a run of welcome failed', with1({ runs: new Map([['failed', 1]]) }), accepted],
    ['message a to anna@x.de went out twice', journeys, [...accepted, ...accepted.slice(0, 1)]],
    ['message a is SENT and nobody got it', journeys, accepted.slice(1)],
    [
      'message z went out and is not SENT',
      journeys,
      [...accepted, { sendId: 'z', channel: 'sms', to: '+48' }],
    ],
    [
      'message e is UNKNOWN',
      with1({
        sends: [
          { sendId: 'a', channel: 'email', state: 'SENT' },
          { sendId: 'e', channel: 'email', state: 'UNKNOWN' },
        ],
      }),
      accepted,
    ],
  ])('name it: %s', (fault, found, got) => {
    expect(findJourneyFaults(found, got)).toEqual([fault]);
  });
});
