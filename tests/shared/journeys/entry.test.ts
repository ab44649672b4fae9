import { describe, expect, it } from 'vitest';
import {
  decideEntry,
  type JourneyPosition,
  matchesEntryEvent,
  matchesEntrySegment,
  matchesExitEvent,
} from '../../../shared/journeys/entry.ts';
import { journeyOf, parsed, readJourneyFixture, send } from './journey-cases.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 5, 15, 12);

const entering = (entry: object) => parsed(journeyOf([send('a')], { entry }));
const cart = parsed(readJourneyFixture('abandoned-cart'));
const winBack = parsed(readJourneyFixture('win-back'));
const position = (more: Partial<JourneyPosition>): JourneyPosition => ({
  entries: 1,
  entryId: 'e-1',
  enteredAt: now - 3 * DAY,
  running: false,
  ...more,
});
const ended = position({});
const running = position({ running: true });
const isIn = (segment: string) => segment === 'staff';
const refused = (reason: string) => ({ enter: false, reason });

describe('decideEntry', () => {
  it.each([
    ['never', undefined, { enter: true }],
    ['never', ended, refused('reentry')],
    ['never', running, refused('running')],
    ['always', undefined, { enter: true }],
    ['always', ended, { enter: true }],
    ['always', running, refused('running')],
    [{ after: '3d' }, undefined, { enter: true }],
    [{ after: '3d' }, ended, { enter: true }],
    [{ after: '73h' }, ended, refused('reentry')],
    [{ after: '3d' }, running, refused('running')],
    [{ after: '3d' }, position({ enteredAt: now - 3 * DAY + 1 }), refused('reentry')],
    // a month by the calendar: this one has 31 days
    [{ after: '1mo' }, position({ enteredAt: Date.UTC(2026, 4, 15, 12) }), { enter: true }],
    [{ after: '1mo' }, position({ enteredAt: Date.UTC(2026, 4, 15, 12) + 1 }), refused('reentry')],
  ])('with re-entry %j, case %#', (reentry, where, expected) => {
    const journey = entering({ event: 'Signed Up', reentry });

    expect(decideEntry(where, journey, { now, entryAt: now, isIn })).toEqual(expected);
  });

  it.each([
    [now - DAY, { enter: true }],
    [now - DAY - 1, refused('stale')],
    [now + HOUR, { enter: true }],
  ])('starts nothing for what is more than a day old, case %#', (entryAt, expected) => {
    expect(decideEntry(undefined, entering({ event: 'x' }), { now, entryAt, isIn })).toEqual(expected);
  });

  it.each([
    [undefined, ['staff'], refused('excluded')],
    [undefined, ['guests', 'staff'], refused('excluded')],
    [undefined, ['guests'], { enter: true }],
    // what is decided by the profile's own history is said first
    [running, ['staff'], refused('running')],
  ])('keeps members of excluded segments out, case %#', (where, exclude, expected) => {
    const journey = entering({ event: 'x', exclude });

    expect(decideEntry(where, journey, { now, entryAt: now, isIn })).toEqual(expected);
  });
});

describe('the segment that an entry asks for', () => {
  const journey = entering({
    event: 'Promoted',
    in: { segment: 'fans', with: { brand: { property: 'product.brand' }, tier: 'gold' } },
    exclude: ['staff'],
  });
  const fansOf = (segment: string, values?: object) =>
    segment === 'fans' && JSON.stringify(values) === '{"brand":"acme","tier":"gold"}';
  const entered = (brand: unknown, isIn: typeof fansOf) =>
    decideEntry(undefined, journey, { now, entryAt: now, properties: { product: { brand } }, isIn });

  it.each([
    ['acme', { enter: true }],
    ['other', refused('outside')],
    [undefined, refused('outside')],
    // never taken for a value that is still open
    [{ parameter: 'brand' }, refused('outside')],
    [['acme', null], refused('outside')],
    ['a'.repeat(1_001), refused('outside')],
  ])('is asked with what the event says, case %#', (brand, expected) => {
    expect(entered(brand, fansOf)).toEqual(expected);
  });

  it('does not let those in who are excluded', () => {
    expect(entered('acme', () => true)).toEqual(refused('excluded'));
  });
});

describe('the event of an entry', () => {
  it.each([
    ['Product Added', { price: 5 }, true],
    ['Product Added', { price: '7.50' }, true],
    ['Product Added', { price: 4 }, false],
    ['Product Added', {}, false],
    ['Product Viewed', { price: 5 }, false],
  ])('%s with %j: %s', (name, properties, expected) => {
    expect(matchesEntryEvent(cart, { name, properties })).toBe(expected);
  });

  it('may be any event, with what filters leave of it', () => {
    const any = entering({ event: '*', where: [{ property: 'campaign', equals: 'spring' }] });

    expect(matchesEntryEvent(any, { name: 'Page Viewed', properties: { campaign: 'spring' } })).toBe(true);
    expect(matchesEntryEvent(any, { name: 'Page Viewed', properties: {} })).toBe(false);
  });

  it('reads dates in the time zone it is given', () => {
    const journey = entering({ event: 'Booked', where: [{ property: 'at', before: '2026-06-15' }] });
    const event = { name: 'Booked', properties: { at: '2026-06-14T23:00:00Z' } };

    expect(matchesEntryEvent(journey, event)).toBe(true);
    expect(matchesEntryEvent(journey, event, 'Europe/Warsaw')).toBe(false);
    expect(matchesEntryEvent(journey, event)).toBe(true);
  });

  it('is none when a segment lets people in', () => {
    expect(matchesEntryEvent(winBack, { name: 'Product Added', properties: {} })).toBe(false);
  });
});

describe('the segment of an entry', () => {
  it.each([
    ['recent-buyers', 'exit', true],
    ['recent-buyers', 'enter', false],
    ['others', 'exit', false],
  ] as const)('%s, %s: %s', (segment, on, expected) => {
    expect(matchesEntrySegment(winBack, { segment, on })).toBe(expected);
    expect(matchesEntrySegment(cart, { segment, on })).toBe(false);
  });
});

describe('the events of an exit', () => {
  it.each([
    ['Product Viewed', {}, true],
    ['Order Completed', { total: 12 }, true],
    ['Order Completed', { total: 0 }, false],
    ['Order Refunded', { total: 12 }, false],
  ])('%s with %j: %s', (name, properties, expected) => {
    expect(matchesExitEvent(winBack, { name, properties })).toBe(expected);
  });

  it('are none unless the journey names some', () => {
    expect(matchesExitEvent(entering({ event: 'x' }), { name: 'x', properties: {} })).toBe(false);
  });
});
