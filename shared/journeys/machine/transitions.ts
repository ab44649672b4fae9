import type { AslDefinition, AslState } from './asl.ts';

/** The machine without the states that nothing leads to. */
export function pruneStates({ StartAt, States }: AslDefinition): AslDefinition {
  const reached = new Set([StartAt]);
  // a set is visited in the order of insertion, so what is added meanwhile is visited too
  for (const name of reached)
    for (const next of [...onwardFrom(States[name]), ...caughtFrom(States[name])]) reached.add(next);
  return {
    StartAt,
    States: Object.fromEntries(Object.entries(States).filter(([name]) => reached.has(name))),
  };
}

/** States entered on the longest path, and one for the start. A retry costs one more, a cancelled run at most one more. */
export function countTransitions({ StartAt, States }: AslDefinition): number {
  const known = new Map<string, number>();
  const from = (name: string): number => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const longest = 1 + Math.max(0, ...onwardFrom(States[name]).map(from));
    known.set(name, longest);
    return longest;
  };
  return 1 + from(StartAt);
}

function onwardFrom(state: AslState | undefined): readonly string[] {
  if (state === undefined) return [];
  if ('Choices' in state) return [...state.Choices.map(({ Next }) => Next), state.Default];
  return 'Next' in state ? [state.Next] : [];
}

function caughtFrom(state: AslState | undefined): readonly string[] {
  return state !== undefined && 'Catch' in state ? state.Catch.map(({ Next }) => Next) : [];
}
