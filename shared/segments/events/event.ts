import type { ConditionKind } from '../conditions/condition-kind.ts';
import { child, isRecord, requireKnownKeys } from '../refusal.ts';
import { isOpenEnded } from '../windows/period.ts';
import type { Bounds, BoundsOf } from './bounds.ts';
import { type Counted, countedKeys, filtersIn, parseCounted } from './counted.ts';
import type { End } from './measures/end.ts';
import { type MeasureName, measureNames, measures } from './measures/index.ts';
import type { Measure } from './measures/measure.ts';
import { nameOfMeasure } from './measures/name-of-measure.ts';
import { type Minus, parseMinus, reviewTallied } from './minus.ts';

/** Events of one name, or of any with `*`: how many, how much of a property, when; at least once without a measure. */
export type EventCondition = Counted & {
  readonly count?: Bounds;
  readonly sum?: BoundsOf;
  readonly minus?: Minus;
  readonly average?: BoundsOf;
  readonly minimum?: BoundsOf;
  readonly maximum?: BoundsOf;
  readonly distinct?: BoundsOf;
  readonly first?: End;
  readonly last?: End;
  readonly never?: true;
};

const AT_LEAST_ONCE: Bounds = { atLeast: 1 };

export const event: ConditionKind<EventCondition> = {
  keys: [...countedKeys, ...measureNames, 'minus'],
  nodes: (value) => 1 + filtersIn(value),
  parts: () => [],
  parse: (value, { pointer }) => {
    requireKnownKeys(value, { pointer, known: event.keys });
    return { ...parseCounted(value, pointer), ...parseMeasure(value, pointer) };
  },
  compile: (condition, compilation) => {
    const { measure, setting } = measureOf(condition);
    return measure.compile(setting, condition, compilation);
  },
  isIndexed: true,
  measured: (condition) => {
    const { name, setting } = measureOf(condition);
    const of = isRecord(setting) && typeof setting.of === 'string' ? setting.of : undefined;
    const measure = name === 'never' ? 'count' : name;
    return [{ measure, events: { ...condition, of }, minus: condition.minus }];
  },
  isOpenEnded,
  review: (condition, { pointer }) => {
    const { name, measure, setting } = measureOf(condition);
    return [
      ...reviewTallied(condition, pointer),
      ...(measure.review?.(setting, child(pointer, name), condition) ?? []),
    ];
  },
};

function parseMeasure(value: Readonly<Record<string, unknown>>, pointer: string): Partial<EventCondition> {
  const name = nameOfMeasure(value, { names: measureNames, pointer });
  if (name === undefined) return {};
  return {
    [name]: measures[name].parse(value[name], { pointer: child(pointer, name), name }),
    ...(value.minus !== undefined && { minus: parseMinus(value.minus, child(pointer, 'minus')) }),
  };
}

function measureOf(condition: EventCondition): {
  name: MeasureName;
  measure: Measure<unknown>;
  setting: unknown;
} {
  const name = measureNames.find((measure) => condition[measure] !== undefined) ?? 'count';
  return { name, measure: measures[name], setting: condition[name] ?? AT_LEAST_ONCE };
}
