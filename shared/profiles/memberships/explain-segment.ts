import { kindNameOf, mentionsIn, subjectOf } from '../../segments/conditions/index.ts';
import type { Condition } from '../../segments/definition.ts';
import { describeScores } from '../../segments/rfm/describe-scores.ts';
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
  measuredFor,
} from './condition-evidence.ts';
import { type ExplainableSegment, keyOf, leavesIn, type Node } from './take-apart.ts';

/** One condition's answer. A condition with others inside it is answered by them, any other one has what it rests on. */
export type ConditionExplanation = {
  readonly pointer: string;
  /** the segment that the pointer leads into, if it is one that is asked for */
  readonly segment?: string | undefined;
  readonly kind: string;
  readonly holds: boolean;
  /** when the answer changes if nothing happens; absent: never */
  readonly flipsAt?: string | undefined;
} & (
  | {
      /** which other segment its one part is of */
      readonly condition?: Condition | undefined;
      readonly parts: readonly ConditionExplanation[];
    }
  | {
      readonly condition: Condition;
      /** the value it compares; absent: the person has none */
      readonly value?: unknown;
      readonly counted: readonly Counted[];
      readonly evidence: Some<Evidence>;
    }
);

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

/** Each condition's answer for one person at an instant, and what made it so. */
export function explainSegment(segment: ExplainableSegment, known: Known): ConditionExplanation {
  const most = Math.min(MOST_OF_ONE, Math.ceil(MOST_EVIDENCE / leavesIn(segment).length));
  const explain = (node: Node): ConditionExplanation => {
    const { pointer, segment: inside, condition, opened, parts, leaf } = node;
    const verdict = segment.compiled.conditions
      .get(keyOf(node))
      ?.evaluate(factsOf(known.person.profile), known.at);
    const answer = {
      pointer,
      segment: inside,
      kind: kindNameOf(condition),
      holds: verdict?.holds ?? false,
      flipsAt: verdict?.flipsAt === undefined ? undefined : new Date(verdict.flipsAt).toISOString(),
    };
    if (leaf === undefined) return { ...answer, condition: opened, parts: parts.map(explain) };
    return {
      ...answer,
      condition,
      value: comparedIn(segment, leaf, known),
      counted: countedFor(leaf, known.person, known.at),
      evidence: someOf(evidenceFor(leaf, known), most),
    };
  };
  return explain(segment.where);
}

function comparedIn(segment: ExplainableSegment, leaf: Leaf, { person, at }: Known): unknown {
  const { profile } = person;
  const values = mentionsIn(leaf.condition, '').map(({ kind, id }) =>
    answers[kind]?.({ ...segment, profile, at, id }),
  );
  const answered = values.find((value) => value !== undefined) ?? measuredFor(leaf, person, at);
  return answered ?? subjectOf(leaf.condition, factsOf(profile))?.value;
}

type Asked = Pick<ExplainableSegment, 'compiled' | 'askable'> & {
  readonly profile: Person['profile'];
  readonly at: number;
  readonly id: string;
};

/** What other definitions say of somebody, by their kind. */
const answers: Readonly<Record<string, (asked: Asked) => unknown>> = {
  computed: ({ profile, compiled, at, id }) => computedAt(profile, compiled, at)[id],
  list: ({ profile, askable: { lists = [] }, id }) => {
    const named = profile.lists.get(id);
    return named && { upload: named, inForce: lists.find((list) => list.id === id)?.upload };
  },
  rfm: ({ profile, compiled, askable: { rfm }, at }) => rfm && describeScores(profile, { rfm, compiled, at }),
};
