import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldOf } from '../../../../shared/identity/kinds/read-context.ts';
import type { TimelineEvent } from '../../../../shared/profiles/profile-store.ts';
import { explainTrait, mayExplainTrait } from '../../../../shared/profiles/timeline/explain-trait.ts';
import { applyTraits, plainTraits, type StampedTraits } from '../../../../shared/profiles/traits.ts';

type Traits = Record<string, unknown>;

const instant = (day: number) => `2026-11-0${day}T10:00:00.000Z`;

function identify(day: number, traits: Traits, more: Partial<TimelineEvent> = {}): TimelineEvent {
  return {
    type: 'identify',
    messageId: `m-${day}`,
    source: { id: 'shop', kind: 'server' },
    userId: 'anna',
    traits,
    timestamp: instant(day),
    receivedAt: instant(day),
    ...more,
  };
}

function traitsOf(events: readonly TimelineEvent[]): StampedTraits {
  const traits: StampedTraits = {};
  for (const event of events)
    applyTraits(traits, event.traits ?? {}, [Date.parse(event.timestamp), event.messageId]);
  return traits;
}

function explained(asked: string, events: readonly TimelineEvent[], kept = events) {
  const messageOf = ({ messageId }: TimelineEvent) => messageId;
  const { value, winning, beaten } = explainTrait(asked, {
    traits: traitsOf(events),
    events: kept.filter((event) => mayExplainTrait(asked, event)),
    messageOf,
  });
  const short = ({ pointer, value: set, event }: (typeof winning)[number]) =>
    [event?.messageId, pointer, set] as const;
  return { value, winning: winning.map(short), beaten: beaten.items.map(short), total: beaten.total };
}

/** The value at a pointer when the traits of the events are pointers already. */
function valueAt(asked: string, events: readonly TimelineEvent[]): unknown {
  const stamped: StampedTraits = {};
  for (const { traits = {}, timestamp, messageId } of events)
    for (const [pointer, value] of Object.entries(traits))
      stamped[pointer] = [value, Date.parse(timestamp), messageId];
  const [first = '', ...rest] = asked.slice(1).split('/');
  return rest.reduce<unknown>(fieldOf, plainTraits(stamped)[first]);
}

describe('the explanation of a trait', () => {
  it('names the newest event and those it beat, whatever order they came in', () => {
    const events = [
      identify(2, { plan: 'pro' }),
      identify(1, { plan: 'free' }),
      identify(3, { plan: 'max' }),
    ];

    expect(explained('/plan', events)).toEqual({
      value: 'max',
      winning: [['m-3', '/plan', 'max']],
      beaten: [
        ['m-2', '/plan', 'pro'],
        ['m-1', '/plan', 'free'],
      ],
      total: 2,
    });
  });

  it('names the event that took it away', () => {
    const events = [identify(1, { plan: 'free' }), identify(2, { plan: null })];

    expect(explained('/plan', events)).toEqual({
      value: undefined,
      winning: [['m-2', '/plan', null]],
      beaten: [['m-1', '/plan', 'free']],
      total: 1,
    });
  });

  it('names an event for each part of an object', () => {
    const events = [
      identify(1, { address: { city: 'Kraków', street: 'Floriańska' } }),
      identify(2, { address: { city: 'Gdańsk' } }),
    ];

    expect(explained('/address', events)).toMatchObject({
      value: { city: 'Gdańsk', street: 'Floriańska' },
      winning: [
        ['m-2', '/address/city', 'Gdańsk'],
        ['m-1', '/address/street', 'Floriańska'],
      ],
      beaten: [['m-1', '/address/city', 'Kraków']],
    });
  });

  it.each<[string, unknown, Traits, unknown]>([
    // taken away with what is around it
    ['/address/city', undefined, { address: null }, null],
    // what was an object is text now
    ['/address/city', undefined, { address: 'Kraków' }, 'Kraków'],
    // an empty object adds nothing and takes nothing away
    ['/address/city', 'Gdańsk', { address: {} }, 'Gdańsk'],
  ])('of %s is %s after %o', (asked, value, later, winning) => {
    const found = explained(asked, [identify(1, { address: { city: 'Gdańsk' } }), identify(2, later)]);

    expect(found.value).toEqual(value);
    expect(found.winning.map(([, , set]) => set)).toEqual([winning]);
  });

  it('names a part that took the place of a plain value', () => {
    const events = [identify(1, { plan: 'free' }), identify(2, { plan: { name: 'pro' } })];

    expect(explained('/plan', events)).toMatchObject({
      value: { name: 'pro' },
      winning: [['m-2', '/plan/name', 'pro']],
      beaten: [['m-1', '/plan', 'free']],
    });
  });

  it('is complete: the winning events alone make the same value', () => {
    const leaf = fc.constantFrom<unknown>('x', 'y', null, {});
    const inner = fc.dictionary(fc.constantFrom('a', 'b'), leaf, { maxKeys: 2 });
    const traits = fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(leaf, inner), { maxKeys: 2 });
    const timed = fc.record({ day: fc.integer({ min: 1, max: 9 }), traits });
    fc.assert(
      fc.property(fc.array(timed, { maxLength: 8 }), fc.constantFrom('/a', '/a/b'), (given, asked) => {
        const events = given.map((one, turn) => identify(one.day, one.traits, { messageId: `m-${turn}` }));
        const { value, winning, beaten } = explained(asked, events);

        const alone = events.map((event) => ({
          ...event,
          traits: Object.fromEntries(
            winning.filter(([id]) => id === event.messageId).map(([, pointer, set]) => [pointer, set]),
          ),
        }));

        expect(valueAt(asked, alone)).toEqual(value);
        for (const lost of beaten) expect(winning).not.toContainEqual(lost);
      }),
      { seed: 6, numRuns: 2_000 },
    );
  });

  it('says what was set, and when, by an event that is gone', () => {
    const events = [identify(1, { plan: 'free' }), identify(2, { plan: 'pro' })];

    expect(explained('/plan', events, events.slice(0, 1))).toMatchObject({
      winning: [[undefined, '/plan', 'pro']],
      beaten: [['m-1', '/plan', 'free']],
    });
  });

  it('shows fifty of those that were beaten, and how many there are', () => {
    const events = Array.from({ length: 60 }, (_, turn) =>
      identify(1, { plan: turn }, { messageId: `m-${turn}` }),
    );

    const { beaten, total } = explained('/plan', events);

    expect([beaten.length, total]).toEqual([50, 59]);
  });

  it.each<[string, Partial<TimelineEvent>]>([
    ['another trait', { traits: { planet: 'Mars' } }],
    ['the traits of a group', { type: 'group' }],
    ['what the platform wrote', { source: { id: 'tributary', kind: 'platform' } }],
  ])('is not about %s', (_, more) => {
    const event = identify(1, { plan: 'free' }, more);

    expect(mayExplainTrait('/plan', event)).toBe(false);
  });

  it('is empty for what nothing has set', () => {
    expect(explained('/plan', [])).toEqual({ value: undefined, winning: [], beaten: [], total: 0 });
  });
});
