import { draftOwning, type Fold } from '../../fold/fold-state.ts';
import type { LoadedNode, PreparedEvent, World } from '../../fold/world.ts';

/**
 * What of an event may still be used: undefined when it is about somebody who was erased after it happened, else the event
 * without the identifiers that were theirs. As in a merge, the identifier that stands first of those that are known decides.
 */
export function withoutForgotten(fold: Fold, prepared: PreparedEvent): PreparedEvent | undefined {
  const { event, at, identifiers } = prepared;
  const found = identifiers.map((identifier) => ({ identifier, ...erasureOf(fold, identifier.key) }));
  const isForgotten = ({ erasedAt, isErased }: Erasure): boolean =>
    // what the platform tells is about the life that was, however late it is told
    erasedAt !== undefined && (at <= erasedAt || (isErased && event.source.kind === 'platform'));
  const first = found.find(({ isKnown }) => isKnown);
  if (first && isForgotten(first)) return undefined;
  const kept = found.filter((one) => !isForgotten(one)).map(({ identifier }) => identifier);
  return kept.length === identifiers.length ? prepared : { ...prepared, identifiers: kept };
}

type Erasure = {
  /** whether a node stands under the key */
  readonly isKnown: boolean;
  /** whether nobody lives there since */
  readonly isErased: boolean;
  readonly erasedAt: number | undefined;
};

/** Whether anything on the ways of these events knows of an erasure; hardly ever. What was read for others does not matter. */
export function isAnyoneErased({ nodes }: World, events: readonly PreparedEvent[]): boolean {
  return events.some(({ identifiers }) =>
    identifiers.some(({ key }) => wayFrom(nodes, key).some((node) => markOf(node) !== undefined)),
  );
}

function wayFrom(nodes: World['nodes'], key: string): readonly LoadedNode[] {
  const way: LoadedNode[] = [];
  for (let node = nodes.get(key); node; ) {
    way.push(node);
    node = node.status === 'pointer' && way.length <= nodes.size ? nodes.get(node.to) : undefined;
  }
  return way;
}

function markOf(node: LoadedNode): number | undefined {
  switch (node.status) {
    case 'root':
      return node.profile.erasedAt;
    case 'pointer':
      return node.erasedAt;
    case 'erased':
      return node.tombstone.erasedAt;
  }
}

/** When the last life behind a key was erased, by its own mark or that of the profile it leads to. */
function erasureOf(fold: Fold, key: string): Erasure {
  const owner = draftOwning(fold, key);
  const way = wayFrom(fold.world.nodes, key);
  const end = way.at(-1);
  const marks = [owner?.profile.erasedAt, ...way.map(markOf)];
  const instants = marks.filter((mark) => mark !== undefined);
  return {
    isKnown: owner !== undefined || (end !== undefined && end.status !== 'pointer'),
    isErased: owner === undefined && end?.status === 'erased',
    erasedAt: instants.length === 0 ? undefined : Math.max(...instants),
  };
}
