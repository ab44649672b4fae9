import { type Askable, type CompiledSegments, compileSegments } from '../../segments/compile.ts';
import { mentionsIn, partsOf } from '../../segments/conditions/index.ts';
import type { Condition, Segment } from '../../segments/definition.ts';
import { bindSegment } from '../../segments/standing/bind-segment.ts';
import type { Person } from '../profile.ts';
import type { TimelineEvent } from '../profile-store.ts';
import { type Leaf, leafIn, mayBeEvidence } from './condition-evidence.ts';

/** A segment taken apart, to be explained for one person or many. */
export type ExplainableSegment = {
  readonly id: string;
  readonly where: Node;
  readonly compiled: CompiledSegments;
  /** what its conditions may ask about */
  readonly askable: Askable;
};

type Placed = {
  readonly condition: Condition;
  readonly pointer: string;
  /** the segment it stands in, if it is one that is asked for, and where all those that lead to it are */
  readonly segment?: string | undefined;
  readonly way: string;
};
export type Node = Placed & {
  readonly opened: Condition | undefined;
  readonly parts: readonly Node[];
  readonly leaf: Leaf | undefined;
};
/** Beside what may be asked about, how many more conditions segments may be opened for. */
type Opening = Askable & { left: number };

// beyond, a segment that is asked for is answered without its conditions
const MOST_OPENED = 500;

export function takeApart({ id, where }: Segment, askable: Askable): ExplainableSegment {
  const root = nodeOf({ condition: where, pointer: '/where', way: '' }, { ...askable, left: MOST_OPENED });
  const conditions = nodesIn(root).map((node) => ({ key: keyOf(node), condition: node.condition, since: 0 }));
  return {
    id,
    where: root,
    askable,
    compiled: compileSegments([], { ...askable, conditions }),
  };
}

/** Whether an event may be evidence for any of its conditions. */
export function mayExplainSegment(
  segment: ExplainableSegment,
  person: Person,
): (event: TimelineEvent) => boolean {
  const tests = leavesIn(segment).map((leaf) => mayBeEvidence(leaf, person));
  return (event) => tests.some((test) => test(event));
}

function nodeOf(place: Placed, opening: Opening): Node {
  const { condition, pointer, segment, way } = place;
  opening.left -= segment === undefined ? 0 : 1;
  const inside = partsOf(condition, pointer).map(({ part, ...at }) =>
    nodeOf({ condition: part, ...at, segment, way }, opening),
  );
  if (inside.length > 0) return { ...place, opened: undefined, parts: inside, leaf: undefined };
  const other = openedBy(place, opening);
  if (other === undefined)
    return { ...place, opened: undefined, parts: [], leaf: leafOf(condition, opening) };
  return { ...place, opened: condition, parts: [nodeOf(other, opening)], leaf: undefined };
}

/** What the segment says that a condition asks for. */
function openedBy({ condition, pointer, way }: Placed, { askable = [], left }: Opening): Placed | undefined {
  const asked = mentionsIn(condition, '').find(({ kind }) => kind === 'segment');
  const other = askable.find(({ segment }) => segment.id === asked?.id)?.segment;
  if (other === undefined || left <= 0) return undefined;
  const where = bindSegment(other, asked?.values);
  return { condition: where, pointer: '/where', segment: other.id, way: `${way}${pointer} ` };
}

// pointers into several segments may be the same
export const keyOf = ({ way, pointer }: Placed): string => `${way}${pointer}`;

/** Compiled by itself, so that what is kept is kept for it. */
function leafOf(condition: Condition, { timezone, computed = [], rfm }: Askable): Leaf {
  const mentions = mentionsIn(condition, '');
  const isMentioned = (kind: string, id: string) =>
    mentions.some((mention) => mention.kind === kind && mention.id === id);
  const compiled = compileSegments([], {
    timezone,
    computed: computed.filter(({ trait }) => isMentioned('computed', trait.id)),
    rfm: isMentioned('rfm', 'rfm') ? rfm : undefined,
    conditions: [{ key: '', condition, since: 0 }],
  });
  return leafIn(condition, compiled);
}

function nodesIn(node: Node): readonly Node[] {
  return [node, ...node.parts.flatMap(nodesIn)];
}

export const leavesIn = ({ where }: ExplainableSegment): readonly Leaf[] =>
  nodesIn(where).flatMap(({ leaf }) => leaf ?? []);
