import { describe, expect, it } from 'vitest';
import { compileSegments } from '../../../shared/segments/compile.ts';
import { parseSegment } from '../../../shared/segments/parse-segment.ts';
import { mergeWindows, observe, pruneWindows } from '../../../shared/segments/windows/observe.ts';
import { EMPTY_WINDOW, type Window } from '../../../shared/segments/windows/window.ts';

const DAY = 86_400_000;
const T = Date.UTC(2026, 10, 21, 12);

function compile(...live: readonly { where: unknown; since?: number }[]) {
  const segments = live.map(({ where, since = 1 }, index) => ({
    segment: parseSegment({ id: `segment-${index}`, where }).segment,
    since,
  }));
  return compileSegments(segments, { timezone: 'Europe/Warsaw' });
}

function observed(
  compiled: ReturnType<typeof compile>,
  ...events: readonly (readonly [name: string, at: number, properties?: Record<string, unknown>])[]
) {
  return events.reduce(
    (windows, [name, at, properties = {}]) => observe(windows, compiled, { name, at, properties }),
    new Map<string, Window>(),
  );
}

function evaluate(
  where: unknown,
  windows: ReadonlyMap<string, Window>,
  { now, traits = {} }: { now: number; traits?: Record<string, unknown> },
) {
  return compile({ where }).segments[0]?.evaluate({ traits, windows }, now);
}

const bought = { event: 'Order Completed', within: '90d', sum: { of: 'total', atLeast: 100 } };

describe('compiled segments', () => {
  it('keeps a recent buyer from the purchase until 90 days later, exclusive', () => {
    const windows = observed(compile({ where: bought }), ['Order Completed', T, { total: 100 }]);
    const at = (now: number) => evaluate(bought, windows, { now });

    expect(at(T - 1)).toEqual({ holds: false, flipsAt: T });
    expect(at(T)).toEqual({ holds: true, flipsAt: T + 90 * DAY });
    expect(at(T + 90 * DAY - 1)).toEqual({ holds: true, flipsAt: T + 90 * DAY });
    expect(at(T + 90 * DAY)).toEqual({ holds: false, flipsAt: undefined });
  });

  it('extends with a second purchase, however late that arrives', () => {
    const windows = observed(
      compile({ where: bought }),
      ['Order Completed', T, { total: 150 }],
      ['Order Completed', T - DAY, { total: '100.00' }],
    );

    expect(evaluate(bought, windows, { now: T })?.flipsAt).toBe(T + 90 * DAY);
  });

  it('counts a calendar month in the time zone of the workspace', () => {
    const where = { event: 'Login', within: '1mo' };
    const october = Date.parse('2026-10-10T10:00:00Z');
    const windows = observed(compile({ where }), ['Login', october]);

    // the clocks go back on October 25
    expect(evaluate(where, windows, { now: october })?.flipsAt).toBe(Date.parse('2026-11-10T11:00:00Z'));
  });

  it('lets the end of a month leave in the order of the clock, not of the events', () => {
    const where = { event: 'Login', within: '1mo', count: { atLeast: 2 } };
    const logins = ['2026-03-30T12:00:00Z', '2026-03-31T06:00:00Z', '2026-03-31T20:00:00Z'].map(Date.parse);
    const windows = observed(compile({ where }), ...logins.map((at) => ['Login', at] as const));

    // both days of March leave on April 30: first the one of the earlier hour
    expect(evaluate(where, windows, { now: Date.parse('2026-04-30T06:00:00Z') })).toEqual({
      holds: true,
      flipsAt: Date.parse('2026-04-30T12:00:00Z'),
    });
  });

  it('sums other properties of an order as they are', () => {
    const where = { event: 'Order Completed', sum: { of: 'tax', exactly: 0 } };
    const windows = observed(compile({ where }), ['Order Completed', T, { revenue: 5 }]);

    expect(evaluate(where, windows, { now: T })?.holds).toBe(true);
  });

  it('takes the revenue of an order that has no total, and only then', () => {
    const compiled = compile({ where: bought });
    const values = [
      { revenue: 5 },
      { total: 7, revenue: 5 },
      { total: null, revenue: '6' },
      { total: 'x', revenue: 5 },
      {},
    ];
    const windows = observed(
      compiled,
      ...values.map((properties, index) => ['Order Completed', T + index, properties] as const),
    );

    expect([...windows.values()][0]?.sums).toEqual([50_000, 70_000, 60_000]);
  });

  it('keeps one window for the same question, written in whatever order', () => {
    const filters = [
      { property: 'category', equals: 'Roofs' },
      { ignoreCase: true, property: 'brand', in: ['A', 'B'] },
    ];
    const turned = [
      { property: 'brand', in: ['A', 'B'], ignoreCase: true },
      { equals: 'Roofs', property: 'category' },
    ];
    const compiled = compile(
      { where: { event: 'Product Viewed', where: filters, within: '7d' } },
      { where: { event: 'Product Viewed', where: turned, count: { atLeast: 3 } } },
      { where: { event: 'Product Viewed', where: filters, sum: { of: 'price', atLeast: 3 } } },
    );

    expect(compiled.windows).toHaveLength(2);
    expect(compiled.windows[0]?.key).toMatch(/^[\w-]{8}$/);
  });

  it('keeps a window as far back as the furthest condition, since the first that asked for that much', () => {
    const where = (within?: string) => ({ event: 'A', ...(within && { within }) });
    const reach = (...live: readonly { where: unknown; since: number }[]) =>
      compile(...live).windows.map(({ horizonMs, since }) => [horizonMs, since]);

    expect(reach({ where: where('7d'), since: 2 }, { where: where('30d'), since: 9 })).toEqual([
      [30 * DAY, 9],
    ]);
    expect(reach({ where: where('30d'), since: 9 }, { where: where('30d'), since: 5 })).toEqual([
      [30 * DAY, 5],
    ]);
    expect(reach({ where: where(), since: 7 }, { where: where('30d'), since: 1 })).toEqual([[undefined, 7]]);
  });

  it('names the top-level traits it reads, a key with a dot among them', () => {
    const compiled = compile({
      where: {
        any: [
          { trait: 'plan', exists: true },
          { trait: 'address.city', equals: 'Krakow' },
          { trait: 'firstSeen', withinLast: '1d' },
        ],
      },
    });

    expect(compiled.traits).toEqual(['address', 'address.city', 'plan']);
  });

  it.each([
    [{ address: { city: 'Krakow' } }, true],
    [{ 'address.city': 'Krakow', address: { city: 'Gdansk' } }, true],
    [{ 'address.city': 'Gdansk', address: { city: 'Krakow' } }, false],
    [{ address: Object.create({ city: 'Krakow' }) }, false],
    [{ address: ['Krakow'] }, false],
    [{ address: null }, false],
  ])('reads address.city from %j: %s', (traits, holds) => {
    expect(evaluate({ trait: 'address.city', equals: 'Krakow' }, new Map(), { now: T, traits })?.holds).toBe(
      holds,
    );
  });

  it('never reads a prototype', () => {
    const where = {
      any: ['constructor', '__proto__', 'toString.name'].map((trait) => ({ trait, exists: true })),
    };

    expect(evaluate(where, new Map(), { now: T })?.holds).toBe(false);
  });

  it('takes first and last seen from the profile, not from traits of that name', () => {
    const where = { trait: 'firstSeen', withinLast: '7d' };
    const [segment] = compile({ where }).segments;

    expect(segment?.evaluate({ traits: { firstSeen: T }, windows: new Map() }, T).holds).toBe(false);
    expect(segment?.evaluate({ traits: {}, windows: new Map(), firstSeen: T }, T)).toEqual({
      holds: true,
      flipsAt: T + 7 * DAY,
    });
  });

  it('gives up looking after a bounded time, and then says an instant to look on from', () => {
    const birthdays = ['2000-01-01', '2000-05-05'].map((_, index) => ({
      trait: `day${index}`,
      anniversary: { in: '0d' },
    }));
    const never = { all: birthdays };
    const traits = { day0: '2000-01-01', day1: '2000-05-05' };
    const start = performance.now();

    const verdict = evaluate({ any: Array.from({ length: 60 }, () => never) }, new Map(), { now: T, traits });

    expect(verdict?.holds).toBe(false);
    expect(verdict?.flipsAt).toBeGreaterThan(T);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('windows of a profile', () => {
  const compiled = compile({
    where: {
      all: [
        { event: 'A', within: '1d' },
        { event: '*', where: [{ property: 'x', equals: 1 }] },
      ],
    },
  });

  it('holds the events that are mentioned, and those of any name that match', () => {
    const windows = observed(compiled, ['A', T], ['B', T], ['B', T, { x: '1' }], ['A', T, { x: 1 }]);

    expect(compiled.windows.map(({ key }) => windows.get(key)?.at.length)).toEqual([2, 2]);
  });

  it('leaves the windows it was given as they were', () => {
    const before = observed(compiled, ['A', T]);
    const kept = structuredClone(before);

    observe(before, compiled, { name: 'A', properties: {}, at: T + 1 });
    mergeWindows(before, observed(compiled, ['A', T + 2]));
    pruneWindows(before, compiled, T + 9 * DAY);

    expect(before).toEqual(kept);
  });

  it.each([Number.NaN, Infinity, 1.5, 8.64e15])('ignores an event at %d', (at) => {
    expect(observed(compiled, ['A', at]).size).toBe(0);
  });

  it('forgets what no condition sees any more, and what none mentions', () => {
    const windows = observed(compiled, ['A', T], ['A', T + 1, { x: 1 }]).set('gone', EMPTY_WINDOW);
    const [keyOfA, keyOfAny] = compiled.windows.map(({ key }) => key);

    const pruned = pruneWindows(windows, compiled, T + DAY);

    expect([...pruned.keys()]).toEqual([keyOfA, keyOfAny]);
    expect(pruned.get(keyOfA ?? '')?.at).toEqual([T + 1]);
    expect([...pruneWindows(windows, compiled, T + 2 * DAY).keys()]).toEqual([keyOfAny]);
  });
});
