import type { CompiledSegments } from '../compile.ts';
import { toUnits } from '../values/number.ts';
import { pathReader } from '../values/property-path.ts';
import { specsByEvent } from './specs-of-event.ts';
import type { Tally } from './tally.ts';
import {
  addToWindow,
  bounded,
  dropUntil,
  EMPTY_WINDOW,
  mergeWindow,
  type Window,
  type WindowSpec,
} from './window.ts';

/** One event as segments see it; `at` is its own timestamp in epoch milliseconds. */
export type ObservedEvent = {
  readonly name: string;
  readonly properties: Record<string, unknown>;
  readonly at: number;
  /** said by the platform itself */
  readonly ofPlatform?: true;
};

// the year 9999; what lies beyond no calendar and no encoding can carry
const FURTHEST = 253_402_300_799_999;
const ORDERS = new Set(['Order Completed', 'Order Updated', 'Order Cancelled', 'Order Refunded']);

const windowsOf = specsByEvent<WindowSpec>();

/** Adds one event to every window that mentions it. */
export function observe(
  windows: ReadonlyMap<string, Window>,
  compiled: CompiledSegments,
  event: ObservedEvent,
): Map<string, Window> {
  const observed = new Map(windows);
  for (const spec of windowsOf(compiled.windows, event.name)) {
    const tally = tallyOf(spec, event);
    if (tally !== undefined)
      observed.set(spec.key, addToWindow(observed.get(spec.key) ?? EMPTY_WINDOW, tally));
  }
  return observed;
}

/** The windows of two profiles that are one person. */
export function mergeWindows(
  a: ReadonlyMap<string, Window>,
  b: ReadonlyMap<string, Window>,
): Map<string, Window> {
  const merged = new Map(a);
  for (const [key, window] of b) merged.set(key, mergeWindow(merged.get(key) ?? EMPTY_WINDOW, window));
  return merged;
}

/** Drops the windows no live segment mentions, and the events no condition can see from `now` on. */
export function pruneWindows(
  windows: ReadonlyMap<string, Window>,
  compiled: CompiledSegments,
  now: number,
): Map<string, Window> {
  const pruned = new Map<string, Window>();
  for (const { key, horizonMs } of compiled.windows) {
    const window = windows.get(key);
    if (window === undefined) continue;
    const rest = horizonMs === undefined ? window : dropUntil(window, now - horizonMs);
    if (rest.at.length > 0) pruned.set(key, rest);
  }
  return pruned;
}

/** What counts of the event for what is kept. */
export function countedIn(
  { event, ofPlatform, select }: Pick<WindowSpec, 'event' | 'ofPlatform' | 'select'>,
  observed: ObservedEvent,
): readonly ObservedEvent[] {
  const isMentioned = (event === '*' || event === observed.name) && ofPlatform === observed.ofPlatform;
  return isMentioned && isObservable(observed) ? select(observed) : [];
}

export function propertyOf(path: string, { name, properties }: ObservedEvent): unknown {
  const value = pathReader(path)(properties);
  // an order's value is its total, else its revenue
  const isOrderValue = value === undefined && path === 'total' && ORDERS.has(name);
  return isOrderValue ? pathReader('revenue')(properties) : value;
}

/** What the event adds to a window; undefined when the window is of others, or of an amount that it does not have. */
export function tallyOf(spec: Omit<WindowSpec, 'since'>, event: ObservedEvent): Tally | undefined {
  const { of } = spec;
  const counted = countedIn(spec, event);
  const amounts =
    of === undefined ? counted.map(() => 0) : counted.flatMap((one) => toUnits(propertyOf(of, one)) ?? []);
  if (amounts.length === 0) return undefined;
  return {
    at: event.at,
    count: amounts.length,
    sum: bounded(amounts.reduce((sum, amount) => sum + amount, 0)),
  };
}

function isObservable({ at }: ObservedEvent): boolean {
  return Number.isSafeInteger(at) && Math.abs(at) <= FURTHEST;
}
