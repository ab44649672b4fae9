import { type PackedState, type PriorState, type PriorStates, unpackState } from './prior-states.ts';

/** The merge that took a profile in, and those that then took in or enlarged its survivor, oldest first; undefined when it is not kept. */
export function mergePath(
  merges: readonly PriorStates[],
  absorbed: string,
): readonly [PriorStates, ...PriorStates[]] | undefined {
  const undone = lineOf(merges, absorbed)
    .filter((merge) => merge.absorbed.id === absorbed)
    .at(-1);
  if (undone === undefined) return undefined;
  const path: [PriorStates, ...PriorStates[]] = [undone];
  for (let next = nextOf(merges, undone); next !== undefined; next = nextOf(merges, next)) path.push(next);
  return path;
}

function nextOf(merges: readonly PriorStates[], merge: PriorStates): PriorStates | undefined {
  const line = lineOf(merges, merge.survivor.id);
  return line[line.indexOf(merge) + 1];
}

/** The merges a profile took part in, in order: its version only rises, and those of one write stand in order. */
function lineOf(merges: readonly PriorStates[], id: string): PriorStates[] {
  return merges
    .filter((merge) => stateOf(merge, id) !== undefined)
    .sort((a, b) => (stateOf(a, id)?.version ?? 0) - (stateOf(b, id)?.version ?? 0));
}

const stateOf = ({ survivor, absorbed }: PriorStates, id: string): PackedState | undefined =>
  [survivor, absorbed].find((state) => state.id === id);

/** Everybody who came together on the path, as each was before. */
export function priorsOf([undone, ...later]: readonly [PriorStates, ...PriorStates[]]): PriorState[] {
  const states = [undone.survivor, undone.absorbed];
  let joined = undone.survivor.id;
  for (const { survivor, absorbed } of later) {
    states.push(survivor.id === joined ? absorbed : survivor);
    joined = survivor.id;
  }
  return states.map(unpackState);
}
