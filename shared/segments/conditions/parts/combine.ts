import type { Condition } from '../../definition.ts';
import { child, refuse, requireKnownKeys, shown } from '../../refusal.ts';
import { constantly, type Verdict } from '../../verdict.ts';
import type { Evaluation, Judge, Parsing, Predicate } from '../condition-kind.ts';

/** Parses the list of conditions that `all` and `any` hold. */
export function parseParts(
  value: Readonly<Record<string, unknown>>,
  key: 'all' | 'any',
  parsing: Parsing,
): readonly Condition[] {
  requireKnownKeys(value, { pointer: parsing.pointer, known: [key] });
  const list = value[key];
  const pointer = child(parsing.pointer, key);
  if (!Array.isArray(list) || list.length === 0) {
    const allowed = 'a list of at least one condition';
    refuse(`\`${key}\` must be ${allowed}, got ${shown(list)}`, { code: 'invalid_value', pointer, allowed });
  }
  return list.map((part, index) => parsing.condition(part, child(pointer, index)));
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Combines conditions of which one with the answer `decisive` is enough: false for `all`, true for `any`. */
export function combine(given: readonly Predicate[], decisive: boolean): Predicate {
  const parts = given.toSorted((a, b) => Number(b.isQuick ?? false) - Number(a.isQuick ?? false));
  const judges = parts.map(({ judge }) => judge);
  return {
    holds: decidedBy(
      parts.map(({ holds }) => holds),
      decisive,
    ),
    judge: (evaluation, now) => judgeTogether(judges, decisive, { evaluation, now }),
  };
}

function decidedBy(parts: readonly Predicate['holds'][], decisive: boolean): Predicate['holds'] {
  const [first, second, ...others] = parts;
  if (first === undefined) return () => !decisive;
  if (second === undefined) return first;
  const rest = decidedBy([second, ...others], decisive);
  return decisive
    ? (facts, now) => first(facts, now) || rest(facts, now)
    : (facts, now) => first(facts, now) && rest(facts, now);
}

/** The next change is exact: a decided group stays decided until the last of the deciding answers changes. */
export function judgeTogether(
  judges: readonly Judge[],
  decisive: boolean,
  { evaluation, now }: { evaluation: Evaluation; now: number },
): Verdict {
  let state = lookAt(judges, decisive, { evaluation, at: now });
  if (!state.decided) return { holds: !decisive, flipsAt: state.until };
  while (state.until !== undefined) {
    const at = state.until;
    // out of looks: the wake at this instant, too early at worst, looks on from there
    if (evaluation.looksLeft <= 0 || at >= evaluation.horizon) return { holds: decisive, flipsAt: at };
    state = lookAt(judges, decisive, { evaluation, at });
    if (!state.decided) return { holds: decisive, flipsAt: at };
  }
  return constantly(decisive);
}

type State = { readonly decided: boolean; readonly until: number | undefined };

function lookAt(
  judges: readonly Judge[],
  decisive: boolean,
  { evaluation, at }: { evaluation: Evaluation; at: number },
): State {
  let decidedUntil: number | undefined;
  let openUntil: number | undefined;
  for (const judge of judges) {
    evaluation.looksLeft -= 1;
    const { holds, flipsAt } = judge(evaluation, at);
    if (holds !== decisive) openUntil = Math.min(openUntil ?? Infinity, flipsAt ?? Infinity);
    else if (flipsAt === undefined) return { decided: true, until: undefined };
    else decidedUntil = Math.max(decidedUntil ?? flipsAt, flipsAt);
  }
  if (decidedUntil !== undefined) return { decided: true, until: decidedUntil };
  return { decided: false, until: openUntil === Infinity ? undefined : openUntil };
}
