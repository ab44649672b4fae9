import type { CompiledSegment, Facts } from '../compile.ts';
import { type Gauge, gaugesOf, isGauged, readersPassed, type Span } from '../windows/gauge.ts';
import { type Dependency, type DependencyName, KEPT } from './needs.ts';

/** What became of the facts; until the end of the span no answer would have changed without that. */
export type Change = Span & { readonly before: Facts; readonly after: Facts };

/** Positions of the segments, by what their answers rest on. */
type Index = {
  readonly readers: ReadonlyMap<DependencyName, readonly number[]>;
  /** by the keys of what is kept */
  readonly ofKept: ReadonlyMap<string, OfKept>;
};

/** Who reads something that is kept, and who no more of it than which side of bounds a total is on. */
type OfKept = { readonly readers: readonly number[]; readonly gauges: readonly Gauge<number>[] };

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
  const byName = [...Map.groupBy(all, ({ name }) => name)];
  const ofKept = byName.filter(([name]) => name.startsWith(KEPT));
  return {
    readers: new Map(byName.map(([name, own]) => [name, own.map(({ reader }) => reader)])),
    ofKept: new Map(
      ofKept.map(([name, own]) => {
        const plain = own.filter((one) => !hasGauge(one));
        const readers = plain.map(({ reader }) => reader);
        return [name.slice(KEPT.length), { readers, gauges: gaugesOf(own.filter(hasGauge)) }];
      }),
    ),
  };
}

function hasGauge<Read extends Dependency>(read: Read): read is Read & Required<Pick<Dependency, 'total'>> {
  return read.total !== undefined && isGauged(read.total);
}

/**
 * Who only tells totals apart is left out while these stay on their side of every bound, with the event as without it, until
 * a change is due anyway: neither the answer nor its next change can come sooner.
 */
function affectedIn({ readers, ofKept }: Index, change: Change): Set<number> {
  const { before, after } = change;
  const affected = new Set<number>();
  const add = (positions: readonly number[] = []) => {
    for (const position of positions) affected.add(position);
  };
  for (const name of changedNames(change)) add(readers.get(name));
  for (const key of changedKeys(before.accumulators, after.accumulators)) add(ofKept.get(key)?.readers);
  for (const key of changedKeys(before.windows, after.windows)) {
    const found = ofKept.get(key);
    add(found?.readers);
    for (const gauge of found?.gauges ?? [])
      add(readersPassed(gauge, [before.windows.get(key), after.windows.get(key)], change));
  }
  return affected;
}

/** Of what is not kept by key. */
function changedNames({ before, after }: Change): DependencyName[] {
  const facts = (['firstSeen', 'lastSeen', 'consents', 'lists'] as const).filter(
    (fact) => before[fact] !== after[fact],
  );
  return [
    'anything',
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
