import { type Askable, type CompiledSegments, compileSegments } from '../../segments/compile.ts';
import { kindNameOf, mentionsIn, partsOf, subjectOf } from '../../segments/conditions/index.ts';
import type { Condition, Segment } from '../../segments/definition.ts';
import { rfmAt } from '../../segments/rfm/rfm-at.ts';
import { computedAt } from '../computed/computed-at.ts';
import { factsOf, type Person } from '../profile.ts';
import type { TimelineEvent } from '../profile-store.ts';
import { type Some, someOf } from '../timeline/event-reference.ts';
import {
  type Counted,
  countedFor,
  type Evidence,
  evidenceFor,
  type Leaf,
  mayBeEvidence,
} from './condition-evidence.ts';

/** One condition's answer. A condition with others inside it is answered by them, any other one has what it rests on. */
export type ConditionExplanation = {
  readonly pointer: string;
  readonly kind: string;
  readonly holds: boolean;
  /** when the answer changes if nothing happens; absent: never */
  readonly flipsAt?: string | undefined;
} & (
  | { readonly parts: readonly ConditionExplanation[] }
  | {
      readonly condition: Condition;
      /** the value it compares; absent: the person has none */
      readonly value?: unknown;
      readonly counted: readonly Counted[];
      readonly evidence: Some<Evidence>;
    }
);

/** A segment taken apart, to be explained for one person or many. */
export type ExplainableSegment = {
  readonly id: string;
  readonly where: Node;
  readonly compiled: CompiledSegments;
};

type Placed = { readonly condition: Condition; readonly pointer: string };
type Node = Placed & { readonly parts: readonly Node[]; readonly leaf: Leaf | undefined };

/** What is known of somebody at an instant. */
export type Known = {
  readonly person: Person;
  readonly events: readonly TimelineEvent[];
  readonly at: number;
  messageOf(event: TimelineEvent): string;
};

// an answer stays far below what a Lambda may answer, 6 MB, however many conditions there are
const MOST_EVIDENCE = 1_000;
const MOST_OF_ONE = 20;

export function takeApart({ id, where }: Segment, askable: Askable): ExplainableSegment {
  const root = nodeOf({ condition: where, pointer: '/where' }, askable);
  const conditions = nodesIn(root).map(({ pointer, condition }) => ({ key: pointer, condition, since: 0 }));
  return {
    id,
    where: root,
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

/** Each condition's answer for one person at an instant, and what made it so. */
export function explainSegment(segment: ExplainableSegment, known: Known): ConditionExplanation {
  const most = Math.min(MOST_OF_ONE, Math.ceil(MOST_EVIDENCE / leavesIn(segment).length));
  const explain = ({ pointer, condition, parts, leaf }: Node): ConditionExplanation => {
    const verdict = segment.compiled.conditions
      .get(pointer)
      ?.evaluate(factsOf(known.person.profile), known.at);
    const answer = {
      pointer,
      kind: kindNameOf(condition),
      holds: verdict?.holds ?? false,
      flipsAt: verdict?.flipsAt === undefined ? undefined : new Date(verdict.flipsAt).toISOString(),
    };
    if (leaf === undefined) return { ...answer, parts: parts.map(explain) };
    return {
      ...answer,
      condition,
      value: comparedIn(segment, condition, known),
      counted: countedFor(leaf, known.person, known.at),
      evidence: someOf(evidenceFor(leaf, known), most),
    };
  };
  return explain(segment.where);
}

function comparedIn({ compiled }: ExplainableSegment, condition: Condition, { person, at }: Known): unknown {
  const { profile } = person;
  const values = mentionsIn(condition, '').map(({ kind, id }) =>
    answers[kind]?.({ profile, compiled, at, id }),
  );
  return values.find((value) => value !== undefined) ?? subjectOf(condition, factsOf(profile))?.value;
}

type Asked = { profile: Person['profile']; compiled: CompiledSegments; at: number; id: string };

/** What other definitions say of somebody, by their kind. */
const answers: Readonly<Record<string, (asked: Asked) => unknown>> = {
  computed: ({ profile, compiled, at, id }) => computedAt(profile, compiled, at)[id],
  rfm: ({ profile, compiled, at }) => {
    const found = rfmAt(profile, compiled, at);
    return found && { ...found.scores, group: found.group };
  },
};

function nodeOf({ condition, pointer }: Placed, askable: Askable): Node {
  const parts = partsOf(condition, pointer).map(({ part, ...place }) =>
    nodeOf({ condition: part, ...place }, askable),
  );
  return { condition, pointer, parts, leaf: parts.length > 0 ? undefined : leafOf(condition, askable) };
}

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
  return { condition, compiled };
}

function nodesIn(node: Node): readonly Node[] {
  return [node, ...node.parts.flatMap(nodesIn)];
}

const leavesIn = ({ where }: ExplainableSegment): readonly Leaf[] =>
  nodesIn(where).flatMap(({ leaf }) => leaf ?? []);
