import type { CompiledSegment, Facts } from '../compile.ts';
import { type Gauge, gaugesOf, isGauged, readersPassed, type Span } from '../windows/gauge.ts';
import { type Dependency, type DependencyName, KEPT } from './needs.ts';

/** What became of the facts; until the end of the span no answer would have changed without that. */
export type Change = Span & { readonly before: Facts; readonly after: Facts };

/** Positions of the segments, by what their answers rest on. */
type Index = {
  readonly readers: ReadonlyMap<DependencyName, readonly number[]>;
  /** by the key of their window */
  readonly gauges: ReadonlyMap<string, readonly Gauge<number>[]>;
};

/** Finds the segments that a change may touch without asking the others; in their order. */
export function affectedAmong(
  segments: readonly CompiledSegment[],
  reading: readonly { readonly dependencies: readonly Dependency[] }[],
): (change: Change) => readonly CompiledSegment[] {
  const index = indexOf(reading.map(({ dependencies }) => dependencies));
  return (change) => {
    const positions = [...affectedIn(index, change)];
    return positions.sort((a, b) => a - b).flatMap((position) => segments[position] ?? []);
  };
}

function indexOf(dependencies: readonly (readonly Dependency[])[]): Index {
  const all = dependencies.flatMap((own, reader) => own.map((dependency) => ({ ...dependency, reader })));
  const [gauged, plain] = [all.filter(hasGauge), all.filter((one) => !hasGauge(one))];
  const readers = [...Map.groupBy(plain, ({ name }) => name)];
  const gauges = [...Map.groupBy(gauged, ({ name }) => name.slice(KEPT.length))];
  return {
    readers: new Map(readers.map(([name, own]) => [name, own.map(({ reader }) => reader)])),
    gauges: new Map(gauges.map(([key, own]) => [key, gaugesOf(own)])),
  };
}

function hasGauge<Read extends Dependency>(read: Read): read is Read & Required<Pick<Dependency, 'total'>> {
  return read.total !== undefined && isGauged(read.total);
}

/**
 * Who only tells totals apart is left out while these stay on their side of every bound, with the event as without it, until
 * a change is due anyway: neither the answer nor its next change can come sooner.
 */
function affectedIn({ readers, gauges }: Index, change: Change): Set<number> {
  const { before, after } = change;
  const affected = new Set<number>();
  const add = (positions: readonly number[] = []) => {
    for (const position of positions) affected.add(position);
  };
  for (const name of changedNames(change)) add(readers.get(name));
  for (const key of changedKeys(before.windows, after.windows))
    for (const gauge of gauges.get(key) ?? [])
      add(readersPassed(gauge, [before.windows.get(key), after.windows.get(key)], change));
  return affected;
}

function changedNames({ before, after }: Change): DependencyName[] {
  const kept = [
    ...changedKeys(before.windows, after.windows),
    ...changedKeys(before.accumulators, after.accumulators),
  ];
  const facts = (['firstSeen', 'lastSeen', 'consents', 'lists'] as const).filter(
    (fact) => before[fact] !== after[fact],
  );
  return [
    'anything',
    ...kept.map((key) => `kept:${key}` as const),
    ...changedTraits(before.traits, after.traits).map((key) => `trait:${key}` as const),
    ...facts,
    ...(sameItems(before.groups, after.groups) ? [] : (['groups'] as const)),
  ];
}

/** Keys whose values were replaced; what is gone was out of sight before. */
function changedKeys(before: Held = NOTHING, after: Held = NOTHING): string[] {
  const changed: string[] = [];
  if (before === after) return changed;
  for (const [key, value] of after) if (before.get(key) !== value) changed.push(key);
  return changed;
}

type Held = ReadonlyMap<string, unknown>;
const NOTHING: Held = new Map();

function changedTraits(before: Facts['traits'], after: Facts['traits']): string[] {
  if (before === after) return [];
  return Object.keys({ ...before, ...after }).filter((key) => before[key] !== after[key]);
}

function sameItems(before: readonly unknown[] = [], after: readonly unknown[] = []): boolean {
  return before.length === after.length && before.every((item, index) => item === after[index]);
}
