import { type LoadedNode, type PreparedEvent, rootKeyOf } from '../../shared/fold/world.ts';

/** Splits events into groups that share no profile and no identifier, each in stream order: groups fold side by side. */
export function groupEvents<Event extends PreparedEvent>(
  nodes: ReadonlyMap<string, LoadedNode>,
  events: readonly Event[],
): Event[][] {
  const parents = new Map<string, string>();
  const find = (key: string): string => {
    const parent = parents.get(key);
    if (parent === undefined || parent === key) return key;
    const top = find(parent);
    parents.set(key, top);
    return top;
  };
  for (const { identifiers } of events) {
    const [first, ...others] = identifiers.map(({ key }) => rootKeyOf(nodes, key) ?? key);
    for (const other of others) if (first !== undefined) parents.set(find(other), find(first));
  }
  const groups = new Map<string, Event[]>();
  for (const event of events) {
    const [first] = event.identifiers;
    const group = first ? find(rootKeyOf(nodes, first.key) ?? first.key) : '';
    const others = groups.get(group);
    if (others === undefined) groups.set(group, [event]);
    else others.push(event);
  }
  return [...groups.values()];
}
