import type { WindowSpec } from './window.ts';

type OfEvents = Pick<WindowSpec, 'event'>;

const ANY = '*';

/** Finds, among all that is kept, what is of the events of a name; each list is sorted by name once. */
export function specsByEvent<Spec extends OfEvents>(): (
  specs: readonly Spec[],
  name: string,
) => readonly Spec[] {
  const indexes = new WeakMap<readonly Spec[], ReadonlyMap<string, readonly Spec[]>>();
  return (specs, name) => {
    const index = indexes.get(specs) ?? indexOf(specs);
    indexes.set(specs, index);
    return index.get(name) ?? index.get(ANY) ?? [];
  };
}

function indexOf<Spec extends OfEvents>(specs: readonly Spec[]): ReadonlyMap<string, readonly Spec[]> {
  const names = new Set(specs.map(({ event }) => event));
  return new Map(
    [...names].map((name) => [name, specs.filter(({ event }) => event === ANY || event === name)]),
  );
}
