import type { Compilation, ConditionKind } from '../conditions/condition-kind.ts';
import { listOf } from '../conditions/parts/combine.ts';
import { parseName } from '../conditions/parts/comparison.ts';
import { child, isRecord, refuse, requireKnownKeys, shown } from '../refusal.ts';
import { isOpenEnded } from '../windows/period.ts';
import { amountBounds, type Bounds, boundNames, liesIn, parseBounds, type Range, rangeOf } from './bounds.ts';
import { type Counted, countedKeys, filtersIn, parseCounted } from './counted.ts';
import { bothCourses, judgeReading, type Reading } from './courses.ts';
import { nameOfMeasure } from './measures/name-of-measure.ts';
import { type Minus, parseMinus, reviewTallied } from './minus.ts';
import { type QuantityName, quantities, quantityNames } from './quantity.ts';

/** One of the two numbers; without a measure, how many events. */
export type RatioPart = Counted & { readonly minus?: Minus } & {
  readonly [Name in QuantityName]?: true | { readonly of: string };
};

/** The first number divided by the second; false of nothing, and over 0. */
export type RatioCondition = Bounds & { readonly ratio: readonly [RatioPart, RatioPart] };

const TWO_PARTS = 'a list of two events, each with a measure or counted';
const AN_OBJECT = 'an object with `of`, a property';

export const ratio: ConditionKind<RatioCondition> = {
  keys: ['ratio', ...boundNames],
  nodes: (value) => listOf(value.ratio).reduce<number>((sum, part) => sum + 1 + filtersIn(part), 1),
  parts: () => [],
  parse: ({ ratio: parts, ...bounds }, { pointer }) => {
    const parsed = parseBounds(bounds, { pointer, name: 'ratio' }, amountBounds);
    if (!Array.isArray(parts) || parts.length !== 2)
      refuseShape('ratio', parts, { pointer: child(pointer, 'ratio'), allowed: TWO_PARTS });
    const [first, second] = parts;
    return {
      ratio: [
        parsePart(first, child(child(pointer, 'ratio'), 0)),
        parsePart(second, child(child(pointer, 'ratio'), 1)),
      ],
      ...parsed,
    };
  },
  compile: ({ ratio: [over, under], ...bounds }, compilation) => {
    const [numerator, denominator] = [numberOf(over, compilation), numberOf(under, compilation)];
    return judgeReading(
      (facts, now) => bothCourses(numerator(facts, now), denominator(facts, now), divide),
      liesIn(rangeOf(bounds)),
    );
  },
  isIndexed: true,
  measured: ({ ratio }) =>
    ratio.map((part) => ({
      measure: quantityIn(part),
      events: { ...part, of: subjectOf(part) },
      minus: part.minus,
    })),
  isOpenEnded: ({ ratio: parts }) => parts.some(isOpenEnded),
  review: ({ ratio: parts, ...bounds }, { pointer }) => [
    ...parts.flatMap((part, index) => reviewTallied(part, child(child(pointer, 'ratio'), index))),
    ...(parts.every(isNumberOfEvents) ? reviewNumber(rangeOf(bounds), pointer) : []),
  ],
};

function parsePart(value: unknown, pointer: string): RatioPart {
  if (!isRecord(value)) refuseShape('ratio', value, { pointer, allowed: 'an event' });
  requireKnownKeys(value, { pointer, known: [...countedKeys, ...quantityNames, 'minus'] });
  const name = nameOfMeasure(value, { names: quantityNames, pointer });
  return {
    ...parseCounted(value, pointer),
    ...(name !== undefined && { [name]: parseSubject(name, value[name], pointer) }),
    ...(value.minus !== undefined && { minus: parseMinus(value.minus, child(pointer, 'minus')) }),
  };
}

function parseSubject(name: QuantityName, value: unknown, parent: string): true | { of: string } {
  const pointer = child(parent, name);
  if (name === 'count' && value === true) return true;
  if (name === 'count' || !isRecord(value))
    refuseShape(name, value, { pointer, allowed: name === 'count' ? 'true' : AN_OBJECT });
  requireKnownKeys(value, { pointer, known: ['of'] });
  return { of: parseName(value.of, { pointer, name: 'of' }) };
}

function quantityIn(part: RatioPart): QuantityName {
  return quantityNames.find((name) => part[name] !== undefined) ?? 'count';
}

function numberOf(part: RatioPart, compilation: Compilation): Reading {
  return quantities[quantityIn(part)]({ ...part, of: subjectOf(part) }, compilation);
}

function subjectOf(part: RatioPart): string | undefined {
  const subject = part[quantityIn(part)];
  return typeof subject === 'object' ? subject.of : undefined;
}

// never below 0
function isNumberOfEvents(part: RatioPart): boolean {
  return quantityIn(part) === 'count' || quantityIn(part) === 'distinct';
}

function reviewNumber({ low, high }: Range, pointer: string): readonly string[] {
  if (high < 0) return [`${pointer}: of two numbers of events none is below 0, so this is never true`];
  return low <= 0 && high === Infinity
    ? [`${pointer}: a share is always at least 0, so this is true of whoever has one`]
    : [];
}

function divide(over: unknown, under: unknown): number | undefined {
  return typeof over === 'number' && typeof under === 'number' && under !== 0 ? over / under : undefined;
}

function refuseShape(name: string, value: unknown, place: { pointer: string; allowed: string }): never {
  refuse(`\`${name}\` must be ${place.allowed}, got ${shown(value)}`, { code: 'invalid_value', ...place });
}
