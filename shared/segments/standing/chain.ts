import type { Refusal } from '../../definitions/definition-kind.ts';
import type { Mention } from '../conditions/condition-kind.ts';
import { mentionsIn } from '../conditions/index.ts';
import type { Segment } from '../definition.ts';

const DEEPEST = 5;

type Named = ReadonlyMap<string, readonly string[]>;

/** Segments may ask for each other, but never in a circle, and over at most five others. */
export function refuseChain(segment: Segment, others: readonly Segment[]): Refusal | undefined {
  const mentions = segmentsIn(segment);
  const named = new Map([...others, segment].map((one) => [one.id, segmentsIn(one).map(({ id }) => id)]));
  const circular = mentions.find(({ id }) => reachedFrom(id, named).has(segment.id));
  if (circular !== undefined) {
    return {
      code: 'segment_cycle',
      message: `\`${circular.id}\` asks for \`${segment.id}\` in turn; nobody could say who is in`,
      pointer: circular.pointer,
    };
  }
  const above = longestFrom(segment.id, reversed(named));
  const deepest = mentions.find(({ id }) => above + 1 + longestFrom(id, named) > DEEPEST);
  if (deepest === undefined) return undefined;
  return {
    code: 'too_deep',
    message: `segments ask for each other over at most ${DEEPEST} others; with \`${deepest.id}\` here it were more`,
    pointer: deepest.pointer,
    allowed: DEEPEST,
  };
}

function segmentsIn({ where }: Segment): readonly Mention[] {
  return mentionsIn(where, '/where').filter(({ kind }) => kind === 'segment');
}

function reachedFrom(start: string, named: Named): ReadonlySet<string> {
  const reached = new Set([start]);
  // a set is visited in the order of insertion, so what is added meanwhile is visited too
  for (const id of reached) for (const next of named.get(id) ?? []) reached.add(next);
  return reached;
}

/** How many others the longest way from a segment leads over; the ways must have no circle. */
function longestFrom(start: string, named: Named): number {
  const known = new Map<string, number>();
  const from = (id: string): number => {
    const longest = known.get(id) ?? Math.max(0, ...(named.get(id) ?? []).map((next) => 1 + from(next)));
    known.set(id, longest);
    return longest;
  };
  return from(start);
}

function reversed(named: Named): Named {
  const turned = new Map<string, string[]>();
  for (const [id, nexts] of named)
    for (const next of nexts) turned.set(next, [...(turned.get(next) ?? []), id]);
  return turned;
}
