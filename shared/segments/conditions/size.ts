import { isRecord, refuse } from '../refusal.ts';

const MOST_NODES = 200;
const DEEPEST = 10;

type Part = Readonly<Record<string, unknown>>;
type Shape = { nodes(value: Part): number; parts(value: Part): readonly unknown[] };

/** Refuses a tree too large or too deep before anything recurses into it. */
export function requireSize(
  root: unknown,
  { pointer, shapeOf }: { pointer: string; shapeOf(part: Part): Shape | undefined },
): void {
  let level: readonly unknown[] = [root];
  let nodes = 0;
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > DEEPEST) refuseDepth(pointer);
    const parts = level.filter(isRecord).map((value) => ({ value, shape: shapeOf(value) }));
    nodes += parts.reduce((sum, { value, shape }) => sum + (shape?.nodes(value) ?? 1), 0);
    level = parts.flatMap(({ value, shape }) => shape?.parts(value) ?? []);
    if (nodes + level.length > MOST_NODES) refuseNodes(pointer);
  }
}

function refuseNodes(pointer: string): never {
  refuse(`a segment has at most ${MOST_NODES} conditions and filters, got more`, {
    code: 'too_many_conditions',
    pointer,
    allowed: MOST_NODES,
  });
}

function refuseDepth(pointer: string): never {
  refuse(`conditions nest at most ${DEEPEST} deep, got more`, {
    code: 'too_deep',
    pointer,
    allowed: DEEPEST,
  });
}
