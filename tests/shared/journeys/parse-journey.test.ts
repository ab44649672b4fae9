import { describe, expect, it } from 'vitest';
import { journeySchema } from '../../../shared/journeys/definition.ts';
import { parseJourney } from '../../../shared/journeys/parse-journey.ts';
import {
  branch,
  exit,
  journeyFixtures,
  journeyOf,
  readJourneyFixture,
  refusalOf,
  send,
  wait,
} from './journey-cases.ts';

const mail = send('mail');
const open = { equals: { parameter: 'b' } };
const excluding = '`exclude` must be a list of 1 to 20 different ids of segments';
const entering = (entry: unknown) => journeyOf([mail], { entry });

describe('parseJourney', () => {
  it.each(journeyFixtures)('accepts %s without a warning, and what it made of it', (name) => {
    const { journey, warnings } = parseJourney(readJourneyFixture(name));

    expect(warnings).toEqual([]);
    expect(journey).toMatchObject(readJourneyFixture(name));
    expect(parseJourney(journey)).toEqual({ journey, warnings });
    expect(journeySchema.parse(JSON.parse(JSON.stringify(journey)))).toEqual(journey);
  });

  it('lets somebody in once by a segment, and every time by an event, unless told otherwise', () => {
    expect(parseJourney(entering({ segment: 'vip', on: 'enter' })).journey.entry.reentry).toBe('never');
    expect(parseJourney(entering({ event: 'Signed Up' })).journey.entry.reentry).toBe('always');
  });

  it.each([
    { event: 'Signed Up', reentry: 'never', exclude: ['staff'] },
    { event: 'Promoted', reentry: 'always', in: { segment: 'vip' } },
    {
      event: 'Promoted',
      reentry: 'always',
      in: {
        segment: 'fans',
        with: { brand: { property: 'product.brand' }, tiers: ['gold', 1], isNew: true },
      },
    },
    {
      segment: 'vip',
      on: 'exit',
      reentry: 'always',
      exclude: Array.from({ length: 20 }, (_, n) => `s-${n}`),
    },
  ])('keeps the segments whose members get in or stay out, case %#', (entry) => {
    expect(parseJourney(entering(entry))).toMatchObject({ journey: { entry }, warnings: [] });
  });

  it('takes a message for marketing unless told otherwise', () => {
    expect(parseJourney(journeyOf([mail])).journey.steps).toEqual([{ ...mail, class: 'marketing' }]);
  });

  it.each([
    [[wait('a', { for: '1m' }), mail], 'the shortest wait'],
    [[wait('a', { for: '360d' }), mail], 'nearly a year'],
    [[wait('a', { for: '4w' }), mail], 'weeks'],
    [[wait('a', { next: 'mail' }), mail], 'a next that is the step below'],
    [[send('a', { next: 'z' }), exit('b'), wait('z', { next: 'b' })], 'a way up the list that is no loop'],
    [[branch('a', ['mail', 'mail']), mail], 'two ways to one step'],
    [[...Array.from({ length: 199 }, (_, index) => send(`s-${index}`)), mail], '200 steps'],
    [[send('-'), send('0'.repeat(64))], 'the shortest and the longest id'],
  ])('accepts steps in every allowed shape, case %#', (steps) => {
    expect(parseJourney(journeyOf(steps)).warnings).toEqual([]);
  });

  it.each([
    [journeyOf([wait('a')]), '/steps: this journey sends nothing'],
    [
      journeyOf([{ ...branch('a', ['mail', 'mail']), if: { event: 'x', count: { atLeast: 0 } } }, mail]),
      '/steps/0/if/count: a count is always at least 0, so this is always true',
    ],
    [
      entering({ event: 'x', where: [{ property: 'a', notEquals: 1 }] }),
      expect.stringContaining('/entry/where/0/notEquals: '),
    ],
    [
      journeyOf([mail], { exit: [{ event: 'x', where: [{ property: 'a', notIn: [1] }] }] }),
      expect.stringContaining('/exit/0/where/0/notIn: '),
    ],
    [
      entering({ segment: 'vip', on: 'enter', exclude: ['staff', 'vip'] }),
      '/entry/exclude/1: it is `vip` that people enter, so nobody gets in',
    ],
    [
      entering({ segment: 'vip', on: 'exit', exclude: ['vip'] }),
      '/entry/exclude/0: it is `vip` that people exit, so it keeps nobody out',
    ],
  ])('warns of what is likely a mistake, case %#', (value, warning) => {
    expect(parseJourney(value).warnings).toEqual([warning]);
  });

  it.each([
    [null, '', 'invalid_value', 'a journey must be an object, got null'],
    [journeyOf([mail], { stpes: [] }), '/stpes', 'unknown_key', 'unknown key `stpes`, did you mean `steps`?'],
    [journeyOf([mail], { goal: {} }), '/goal', 'unknown_key', 'unknown key `goal`'],
    [
      journeyOf([mail], { id: 'Welcome mail' }),
      '/id',
      'invalid_value',
      '`id` must be 1 to 64 lowercase letters, digits or dashes, got "Welcome mail"',
    ],
    [
      journeyOf([mail], { id: undefined }),
      '/id',
      'invalid_value',
      '`id` must be 1 to 64 lowercase letters, digits or dashes, got nothing',
    ],
    [
      journeyOf([mail], { exit: { event: 'x' } }),
      '/exit',
      'invalid_value',
      '`exit` must be a list of 1 to 20, each an object with `event` and perhaps `where`, got an object',
    ],
    [
      journeyOf([mail], { exit: [{ event: 'x', within: '1d' }] }),
      '/exit/0/within',
      'unknown_key',
      'unknown key `within`',
    ],
    [
      journeyOf([mail], { exit: Array.from({ length: 21 }, () => ({ event: 'x' })) }),
      '/exit',
      'too_many_events',
      'at most 20 events stand here, got 21',
    ],
    [
      journeyOf([mail], { exit: [{ event: 'x' }, { event: 'y', where: [{ property: 'a', ...open }] }] }),
      '/exit/1/where/0/equals',
      'unknown_parameter',
      'no parameter `b` is declared',
    ],
  ])('refuses the journey, case %#', (value, pointer, code, message) => {
    expect(refusalOf(value)).toMatchObject({ pointer, code, message });
  });

  it.each([
    [undefined, '', 'missing_entry', 'a journey needs an entry by `segment` or by `event`, got none'],
    [{}, '', 'missing_entry', 'a journey needs an entry by `segment` or by `event`, got none'],
    [
      { segment: 'vip', on: 'enter', event: 'x' },
      '',
      'several_entries',
      'a journey has one entry, got `segment` and `event`',
    ],
    [{ evnt: 'x' }, '/evnt', 'unknown_key', 'unknown key `evnt`, did you mean `event`?'],
    [[], '', 'invalid_value', 'an entry must be an object, got a list of 0'],
    [{ segment: 'vip' }, '/on', 'invalid_value', '`on` must be `enter` or `exit`, got nothing'],
    [
      { segment: 'vip', on: 'entered' },
      '/on',
      'invalid_value',
      '`on` must be `enter` or `exit`, got "entered"',
    ],
    [
      { segment: 5, on: 'enter' },
      '/segment',
      'invalid_value',
      '`segment` must be the id of a segment, got 5',
    ],
    [{ segment: 'vip', on: 'enter', where: [] }, '/where', 'unknown_key', 'unknown key `where`'],
    [
      { event: '' },
      '/event',
      'invalid_value',
      '`event` must be a text of 1 to 200 characters, got 0 characters',
    ],
    [
      { event: 'x', where: [{ property: 'a', equal: 1 }] },
      '/where/0/equal',
      'unknown_operator',
      'unknown operator `equal`, did you mean `equals`?',
    ],
    [
      { event: 'x', reentry: 'sometimes' },
      '/reentry',
      'invalid_value',
      '`reentry` must be `never`, `always` or an object with `after`, got "sometimes"',
    ],
    [
      { event: 'x', reentry: { aftre: '1d' } },
      '/reentry/aftre',
      'unknown_key',
      'unknown key `aftre`, did you mean `after`?',
    ],
    [
      { event: 'x', reentry: { after: '0d' } },
      '/reentry/after',
      'invalid_duration',
      '`after` must be a whole number and m, h, d, w, mo or y, such as 30m, 7d or 1mo, from 1m to 10y, got "0d"',
    ],
    [
      { event: 'x', where: [{ property: 'a', ...open }] },
      '/where/0/equals',
      'unknown_parameter',
      'no parameter `b` is declared',
    ],
    [
      { event: 'x', in: 'fans' },
      '/in',
      'invalid_value',
      '`in` must be an object with `segment`, `with`, got "fans"',
    ],
    [
      { event: 'x', in: {} },
      '/in/segment',
      'invalid_value',
      '`segment` must be the id of a segment, got nothing',
    ],
    [
      { event: 'x', in: { segment: 'fans', wiht: {} } },
      '/in/wiht',
      'unknown_key',
      'unknown key `wiht`, did you mean `with`?',
    ],
    [
      { event: 'x', in: { segment: 'fans', with: ['acme'] } },
      '/in/with',
      'invalid_value',
      '`with` must be an object with a value for each parameter, got a list of 1',
    ],
    [
      { event: 'x', in: { segment: 'fans', with: { brand: { trait: 'brand' } } } },
      '/in/with/brand',
      'invalid_value',
      '`brand` must be a value, a list of values or an object with `property`, one of the event, got an object',
    ],
    [
      { event: 'x', in: { segment: 'fans', with: { brand: { parameter: 'brand' } } } },
      '/in/with/brand',
      'invalid_value',
      '`brand` must be a value, a list of values or an object with `property`, one of the event, got an object',
    ],
    [
      { segment: 'vip', on: 'exit', in: { segment: 'fans' } },
      '/in',
      'unknown_key',
      'unknown key `in`, did you mean `on`?',
    ],
    [{ event: 'x', exclude: [] }, '/exclude', 'invalid_value', `${excluding}, got a list of 0`],
    [{ event: 'x', exclude: 'staff' }, '/exclude', 'invalid_value', `${excluding}, got "staff"`],
    [
      { segment: 'vip', on: 'exit', exclude: Array.from({ length: 21 }, (_, n) => `s-${n}`) },
      '/exclude',
      'invalid_value',
      `${excluding}, got a list of 21`,
    ],
    [
      { event: 'x', exclude: ['staff', 'vip', 'staff'] },
      '/exclude',
      'invalid_value',
      `${excluding}, got a list of 3`,
    ],
    [
      { event: 'x', exclude: ['staff', { segment: 'vip' }] },
      '/exclude/1',
      'invalid_value',
      '`exclude` must be the id of a segment, got an object',
    ],
    [
      { event: 'x', exlude: ['staff'] },
      '/exlude',
      'unknown_key',
      'unknown key `exlude`, did you mean `exclude`?',
    ],
  ])('refuses the entry %j', (entry, pointer, code, message) => {
    expect(refusalOf(entering(entry))).toMatchObject({ pointer: `/entry${pointer}`, code, message });
  });

  it('says what is allowed', () => {
    expect(refusalOf(entering({})).allowed).toEqual(['segment', 'event']);
    expect(refusalOf(journeyOf([{ ...mail, chanel: 'sms' }])).allowed).toEqual([
      'id',
      'type',
      'channel',
      'template',
      'topic',
      'class',
      'next',
    ]);
  });
});
