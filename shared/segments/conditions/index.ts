import type { Facts } from '../compile.ts';
import type { Condition, ConditionByKind } from '../definition.ts';
import { event } from '../events/event.ts';
import { ratio } from '../events/ratio.ts';
import { sequence } from '../events/sequence.ts';
import { child, isRecord, refuse, refuseUnknown, shown } from '../refusal.ts';
import { rfm } from '../rfm/rfm.ts';
import { bucket } from '../standing/bucket.ts';
import { consent } from '../standing/consent.ts';
import { journey } from '../standing/journey.ts';
import { list } from '../standing/list.ts';
import { message } from '../standing/message.ts';
import { parametersIn, requireParameters } from '../standing/parameters.ts';
import { segment } from '../standing/segment.ts';
import { all } from './all.ts';
import { any } from './any.ts';
import { computed } from './computed.ts';
import {
  type Compilation,
  type ConditionKind,
  evaluationOf,
  type Judge,
  type Measured,
  type Mention,
  type Predicate,
  type Subject,
} from './condition-kind.ts';
import { group } from './group.ts';
import { not } from './not.ts';
import { requireSize } from './size.ts';
import { trait } from './trait.ts';

/** Every kind of condition, by the key that names it. */
const kinds: { readonly [Name in keyof ConditionByKind]: ConditionKind<ConditionByKind[Name]> } = {
  all,
  any,
  not,
  trait,
  computed,
  group,
  event,
  sequence,
  ratio,
  rfm,
  segment,
  list,
  consent,
  journey,
  message,
  bucket,
};

export const kindNames: readonly string[] = Object.keys(kinds);

/** A condition that can be asked as it is. */
export function parseCondition(value: unknown, pointer: string): Condition {
  const condition = parseTemplate(value, pointer);
  requireParameters(condition, { pointer, known: [] });
  return condition;
}

/** A condition in which parameters may stand for values. */
export function parseTemplate(value: unknown, pointer: string): Condition {
  requireSize(value, { pointer, shapeOf: (part) => kindNamed(namesIn(part)[0]) });
  return parsePart(value, pointer);
}

export function compileCondition(condition: Condition, shared: Omit<Compilation, 'condition'>): Predicate {
  const compilation: Compilation = { ...shared, condition: (part) => compilePart(part, compilation) };
  return compilePart(condition, compilation);
}

/** What is allowed but likely a mistake. */
export function reviewCondition(
  condition: Condition,
  { pointer, includesMissing = [] }: { pointer: string; includesMissing?: readonly string[] },
): readonly string[] {
  return kindOf(condition).review(condition, { pointer, includesMissing, condition: reviewCondition });
}

/** Whether it, or a condition inside it, counts what happened however long ago. */
export function isOpenEnded(condition: Condition): boolean {
  const itself = kindOf(condition).isOpenEnded?.(condition);
  return itself ?? partsOf(condition, '').some(({ part }) => isOpenEnded(part));
}

/** The conditions inside it, and where. */
export function partsOf(condition: Condition, pointer: string): readonly Placed[] {
  const parts = kindOf(condition).parts(condition);
  const members = Object.entries(condition).flatMap(([key, value]: [string, unknown]) =>
    Array.isArray(value)
      ? value.map((part: unknown, index) => ({ part, pointer: child(child(pointer, key), index) }))
      : [{ part: value, pointer: child(pointer, key) }],
  );
  return members.filter((member): member is Placed => parts.includes(member.part));
}

type Placed = { readonly part: Condition; readonly pointer: string };

/** The kinds that can be asked with values nobody knew before. */
export const anyValueKinds = Object.entries(kinds).flatMap(([name, { takesAnyValue }]) =>
  takesAnyValue ? [name] : [],
);

/** The parameters whose values must be known before anything happens. */
export function earlyParametersIn(condition: Condition): readonly string[] {
  if (kindOf(condition).takesAnyValue) return [];
  const parts = partsOf(condition, '');
  if (parts.length > 0) return parts.flatMap(({ part }) => earlyParametersIn(part));
  return parametersIn(condition, '').map(({ name }) => name);
}

/** The key that names its kind. */
export function kindNameOf(condition: Condition): string {
  return namesIn(condition)[0] ?? '';
}

/** What it compares; undefined where its answer rests on events or on other definitions. */
export function subjectOf(condition: Condition, facts: Facts): Subject | undefined {
  return kindOf(condition).subject?.(condition, facts);
}

/** What it compares of events; nothing where it compares something else. */
export function measuredIn(condition: Condition): readonly Measured[] {
  return kindOf(condition).measured?.(condition) ?? [];
}

/** The property that tells the events it asks about apart; undefined: nothing but their ids need to. */
export function namingIn(condition: Condition): string | undefined {
  return kindOf(condition).names;
}

/** How long the events it asks about count; undefined: for ever, or as long as what is measured of them says. */
export function withinOf(condition: Condition): string | undefined {
  return kindOf(condition).within?.(condition);
}

/** The definitions that a condition asks about, and where. */
export function mentionsIn(condition: Condition, pointer: string): readonly Mention[] {
  return kindOf(condition).mentions?.(condition, { pointer, condition: mentionsIn }) ?? [];
}

function parsePart(value: unknown, pointer: string): Condition {
  if (!isRecord(value)) {
    refuse(`a condition must be an object, got ${shown(value)}`, {
      code: 'invalid_value',
      pointer,
      allowed: kindNames,
    });
  }
  const [name, second] = namesIn(value);
  if (second !== undefined) {
    refuse(`a condition is of one kind, got \`${name}\` and \`${second}\``, {
      code: 'several_conditions',
      pointer,
      allowed: kindNames,
    });
  }
  const kind = kindNamed(name);
  return kind === undefined
    ? refuseKind(value, pointer)
    : kind.parse(value, { pointer, condition: parsePart });
}

// what others call it, where the nearest word is another kind or none
const otherWords: ReadonlyMap<string, string> = new Map([
  ['and', 'all'],
  ['or', 'any'],
]);

function refuseKind(value: object, pointer: string): never {
  const [key] = Object.keys(value);
  if (key !== undefined) {
    const meant = otherWords.get(key.toLowerCase());
    refuseUnknown('condition', key, { pointer, known: kindNames, meant });
  }
  refuse('a condition says what must hold, got an empty object', {
    code: 'missing_condition',
    pointer,
    allowed: kindNames,
  });
}

function compilePart(condition: Condition, compilation: Compilation): Predicate {
  const kind = kindOf(condition);
  if (!kind.isIndexed) compilation.restOnAnything();
  const compiled = kind.compile(condition, compilation);
  const predicate = typeof compiled === 'function' ? { holds: holdsBy(compiled), judge: compiled } : compiled;
  return compilation.share(condition, predicate);
}

function holdsBy(judge: Judge): Predicate['holds'] {
  return (facts, now) => judge(evaluationOf(facts), now).holds;
}

function kindOf(condition: Condition): ConditionKind<Condition> {
  const kind = kindNamed(namesIn(condition)[0]);
  if (kind === undefined)
    throw new Error(`a parsed condition is of a known kind, got ${Object.keys(condition)}`);
  return kind;
}

function namesIn(value: object): readonly string[] {
  return kindNames.filter((name) => Object.hasOwn(value, name));
}

function kindNamed(name: string | undefined): ConditionKind<Condition> | undefined {
  return isKindName(name) ? kinds[name] : undefined;
}

function isKindName(name: string | undefined): name is keyof ConditionByKind {
  return name !== undefined && Object.hasOwn(kinds, name);
}
