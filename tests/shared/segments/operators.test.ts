import { describe, expect, it } from 'vitest';
import { type OperatorName, operatorNames, operators } from '../../../shared/segments/operators.ts';
import { calendarIn } from '../../../shared/segments/values/calendar.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const setting = { calendar: calendarIn('Europe/Warsaw'), ignoreCase: false };

type Row = [operator: OperatorName, expected: unknown, actual: unknown, why: string];

const accepts: Row[] = [
  ['equals', 'gold', 'gold', 'the same text'],
  ['equals', 5, 5, 'the same number'],
  ['equals', 5, '5.0', 'numeric texts count as numbers'],
  ['equals', '5', 5, 'whichever side is the text'],
  ['equals', false, false, 'the same truth'],
  ['equals', '2026-11-21T11:00:00Z', '2026-11-21T12:00:00+01:00', 'two ways to write one instant'],
  ['equals', '2026-11-21', NOW - 13 * 3_600_000, 'midnight in Warsaw as epoch milliseconds'],
  ['notEquals', 'gold', 'free', 'another text'],
  ['notEquals', 5, 6, 'another number'],
  ['in', ['free', 5], '5', 'one of them, as a number'],
  ['notIn', ['free', 5], 'gold', 'none of those it compares with'],
  ['exists', true, '', 'an empty text is a value'],
  ['exists', false, undefined, 'there is none'],
  ['greaterThan', 17, 17.5, 'more'],
  ['greaterThan', '17', '18', 'numeric texts on both sides compare as numbers'],
  ['greaterThan', '9', '10', 'and not letter by letter'],
  ['atLeast', 18, 18, 'exactly as much'],
  ['lessThan', '2026-11-21', '2026-11-20T22:59:59Z', 'before midnight in Warsaw'],
  ['atMost', -1, '-1.0', 'a negative numeric text'],
  ['between', [1, 3], 1, 'the lowest is included'],
  ['between', [1, 3], 3, 'and the highest'],
  ['between', ['2026-01-01', '2026-12-31'], '2026-11-21T10:00', 'dates as instants'],
  ['contains', 'old', 'gold', 'a part'],
  ['notContains', 'Old', 'gold', 'capitals are told apart'],
  ['startsWith', 'go', 'gold', 'the beginning'],
  ['endsWith', 'ld', 'gold', 'the end'],
  ['matches', 'o.d$', 'gold', 'a part is enough'],
  ['matches', '^(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'in linear time'],
  ['hasAny', ['vip', 'new'], ['old', 'new'], 'one of them'],
  ['hasAll', ['vip', 5], ['5', 'vip', 'x'], 'all of them, as numbers where they are'],
  ['before', '2026-11-21', '2026-11-20', 'the day before'],
  ['after', '2026-11-21', '2026-11-21T00:00:01+01:00', 'a second into the day in Warsaw'],
  ['withinLast', '1d', '2026-11-20T12:00:00.001Z', 'still a millisecond'],
  ['withinLast', '1d', NOW, 'this very instant'],
  [
    'withinLast',
    '1mo',
    '2026-10-21T11:00:01Z',
    'a month by the calendar: 744 hours and one more for the clocks',
  ],
  ['withinNext', '1d', '2026-11-22T12:00:00Z', 'in exactly a day'],
  ['withinNext', '1d', NOW + 1, 'in a millisecond'],
  ['anniversary', { in: '0d' }, '1990-11-21', 'today'],
  ['anniversary', { in: '3d' }, '1990-11-24T23:30:00+01:00', 'in three days by the date in Warsaw'],
  ['anniversary', { in: '99d' }, '2024-02-29', 'on February 28 in a year without the 29th'],
  ['ageBetween', [18, 18], '2008-11-21', 'eighteen today'],
  ['ageBetween', [18, 18], '2007-11-22', 'eighteen for the last day'],
  [
    'near',
    { latitude: 50.06, longitude: 19.94, km: 253 },
    { latitude: '52.2297', longitude: 21.0122 },
    'Warsaw to Krakow',
  ],
];

const rejects: Row[] = [
  ['equals', 'gold', 'Gold', 'capitals are told apart'],
  ['equals', '05', '5', 'two texts are never compared as numbers'],
  ['equals', true, 'true', 'a text is no truth'],
  ['equals', 1, true, 'nor is a number'],
  ['equals', 'gold', ['gold'], 'a list is no text'],
  ['equals', 'gold', undefined, 'a missing value equals nothing'],
  ['notEquals', 'gold', undefined, 'it must exist'],
  ['notEquals', 5, 'five', 'a number and a word cannot be compared'],
  ['notEquals', 'gold', { plan: 'free' }, 'nor an object and a text'],
  ['in', ['free', 5], 'gold', 'none of them'],
  ['notIn', [5, 6], 'gold', 'cannot be compared with any of them'],
  ['notIn', ['gold', 6], 'gold', 'one of them'],
  ['exists', true, undefined, 'there is none'],
  ['exists', false, 0, 'zero is a value'],
  ['greaterThan', 17, 17, 'exactly as much is not more'],
  ['greaterThan', 17, 'many', 'a word is no number'],
  ['greaterThan', 17, '', 'nor is an empty text'],
  ['greaterThan', 17, Number.NaN, 'nor is what JSON cannot carry'],
  ['atLeast', 18, 17.999, 'almost'],
  ['atMost', '2026-11-21', '2026-11-21T00:00:00.001+01:00', 'a millisecond late'],
  ['lessThan', 17, true, 'a truth is no number'],
  ['lessThan', 17, '0x10', 'nor is another notation'],
  ['between', [1, 3], '3.0001', 'a little more'],
  ['between', [1, 3], undefined, 'a missing value is nowhere'],
  ['contains', 'a', ['a'], 'a list is no text'],
  ['notContains', 'a', ['b'], 'and so cannot be compared'],
  ['startsWith', 'gold', 'go', 'too short'],
  ['endsWith', '5', 5, 'a number is no text'],
  ['matches', '^old', 'gold', 'not at the beginning'],
  ['matches', 'a', 'a'.repeat(2_001), 'too long to be matched'],
  ['hasAny', ['vip'], 'vip', 'a text is no list'],
  ['hasAny', ['vip'], [], 'an empty list has none'],
  ['hasAll', ['vip', 'new'], ['vip'], 'one is missing'],
  ['before', '2026-11-21', '2026-11-21', 'the day itself'],
  ['before', '2026-11-21', 'yesterday', 'a word is no date'],
  ['after', '2026-11-21', '2026-02-30', 'a day that does not exist'],
  ['after', '2026-11-21', 1e300, 'an instant beyond all calendars'],
  ['withinLast', '1d', '2026-11-20T12:00:00Z', 'exactly a day ago'],
  ['withinLast', '1d', NOW + 1, 'still to come'],
  ['withinNext', '1d', NOW, 'it has come'],
  ['anniversary', { in: '0d' }, '2026-11-21', 'the date itself is no anniversary of it'],
  ['anniversary', { in: '3d' }, '1990-11-25', 'in four days'],
  ['ageBetween', [18, 18], '2008-11-22', 'seventeen until tomorrow'],
  ['ageBetween', [18, 18], '2007-11-21', 'nineteen today'],
  [
    'near',
    { latitude: 50.06, longitude: 19.94, km: 252 },
    { latitude: 52.2297, longitude: 21.0122 },
    'a kilometre short',
  ],
  ['near', { latitude: 0, longitude: 0, km: 20038 }, { latitude: 91, longitude: 0 }, 'no place on earth'],
  [
    'near',
    { latitude: 0, longitude: 0, km: 20038 },
    Object.create({ latitude: 0, longitude: 0 }),
    'inherited',
  ],
];

const flips: [operator: OperatorName, expected: unknown, actual: unknown, flipsAt: string][] = [
  ['withinLast', '1d', '2026-11-21T11:00:00Z', '2026-11-22T11:00:00Z'],
  ['withinLast', '1d', '2026-11-22T11:00:00Z', '2026-11-22T11:00:00Z'],
  ['withinLast', '1mo', '2026-10-31T12:00:00Z', '2026-11-30T12:00:00Z'],
  ['withinNext', '2d', '2026-11-25T00:00:00Z', '2026-11-23T00:00:00Z'],
  ['withinNext', '2d', '2026-11-22T00:00:00Z', '2026-11-22T00:00:00Z'],
  ['anniversary', { in: '3d' }, '1990-11-24', '2026-11-21T23:00:00Z'],
  ['anniversary', { in: '0d' }, '1990-11-20', '2027-11-19T23:00:00Z'],
  ['ageBetween', [18, 20], '2008-11-30', '2026-11-29T23:00:00Z'],
  ['ageBetween', [18, 20], '2008-11-20', '2029-11-19T23:00:00Z'],
];

const refused: [operator: OperatorName, expected: unknown, why: string][] = [
  ['equals', null, '`exists` is the way to say that'],
  ['equals', ['gold'], '`in` is the way to say that'],
  ['equals', 'x'.repeat(1_001), 'too long'],
  ['in', [], 'nothing is in an empty list'],
  ['in', 'gold', 'not a list'],
  ['in', Array.from({ length: 1_001 }, (_, index) => index), 'more than 1,000'],
  ['exists', 'yes', 'neither true nor false'],
  ['greaterThan', 'ten', 'a word'],
  ['atLeast', true, 'a truth'],
  ['between', [3, 1], 'the wrong way round'],
  ['between', [1], 'only one'],
  ['between', ['2026-01-01', 5], 'a date and a number'],
  ['contains', '', 'every text contains nothing'],
  ['matches', '(a', 'not closed'],
  ['matches', '(?=a)', 'what no linear engine can do'],
  ['matches', 'a'.repeat(201), 'longer than 200 characters'],
  ['matches', '\\p{L}{1000}'.repeat(15), 'short to write and long to run'],
  ['hasAll', [{}], 'an object'],
  ['before', 'soon', 'no date'],
  ['before', '2026-13-01', 'no month'],
  ['withinLast', '7 days', 'no duration'],
  ['withinLast', '0d', 'no time at all'],
  ['withinNext', '101y', 'more than anyone has'],
  ['anniversary', '3d', 'not an object'],
  ['anniversary', { in: '3h' }, 'not whole days'],
  ['anniversary', { in: '366d' }, 'more than a year'],
  ['ageBetween', [20, 18], 'the wrong way round'],
  ['ageBetween', [18.5, 20], 'half a year'],
  ['near', { latitude: 91, longitude: 0, km: 1 }, 'no place on earth'],
  ['near', { latitude: 0, longitude: 0, km: 1, unit: 'mi' }, 'more than it knows'],
];

function test(
  [operator, expected, actual]: readonly [OperatorName, unknown, unknown, ...unknown[]],
  ignoreCase = false,
) {
  return operators[operator].bind(expected, { ...setting, ignoreCase }).judge(actual, NOW);
}

describe('operators', () => {
  it.each(accepts)('%s %j holds for %j: %s', (...row) => {
    expect(test(row).holds).toBe(true);
  });

  it.each(rejects)('%s %j fails for %j: %s', (...row) => {
    expect(test(row).holds).toBe(false);
  });

  it.each(flips)('%s %j of %j changes next at %s', (...row) => {
    expect(new Date(test(row).flipsAt ?? 0).toISOString()).toBe(new Date(row[3]).toISOString());
  });

  it.each(refused)('%s refuses %j: %s', (operator, expected) => {
    expect(operators[operator].expected.safeParse(expected).success).toBe(false);
  });

  it.each([
    ['equals', 'GOLD', 'gold'],
    ['in', ['FREE', 'GOLD'], 'gold'],
    ['contains', 'OL', 'gold'],
    ['startsWith', 'GO', 'gold'],
    ['endsWith', 'LD', 'gold'],
    ['matches', 'G.LD', 'gold'],
    ['hasAny', ['VIP'], ['vip']],
    ['hasAll', ['VIP'], ['vip']],
  ] as const)('%s %j holds for %j only when capitals are ignored', (...row) => {
    expect([test([...row, ''], false).holds, test([...row, ''], true).holds]).toEqual([false, true]);
  });

  it('has a row that holds and one that fails for every operator', () => {
    const missing = operatorNames.filter(
      (name) => ![accepts, rejects].every((rows) => rows.some(([row]) => row === name)),
    );

    expect(missing).toEqual([]);
  });
});
