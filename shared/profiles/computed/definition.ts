import * as z from 'zod';
import { definitionIdSchema } from '../../definitions/definition-id.ts';
import { parseEventRule } from '../../journeys/rules/event-rule.ts';
import { parseName } from '../../segments/conditions/parts/comparison.ts';
import type { Filter } from '../../segments/conditions/parts/filter.ts';
import { child, isRecord, parseValue, refuse, requireKnownKeys, shown } from '../../segments/refusal.ts';
import { parseWithin } from '../../segments/values/within.ts';
import { type MeasureName, measureNames, measures } from './measures/index.ts';

/** A trait that is worked out from events: one measure of the events of one name, for ever or `within` a rolling window. */
export type ComputedTrait = {
  readonly id: string;
  readonly name?: string | undefined;
  readonly event: string;
  readonly where?: readonly Filter[];
  readonly within?: string;
} & { readonly [Name in MeasureName]?: true | { readonly of: string } };

const OF_EVENTS = 'true';
const OF_PROPERTY = 'an object with `of`, a property';
const allowedBySubject = {
  none: OF_EVENTS,
  property: OF_PROPERTY,
  either: `${OF_EVENTS}, or ${OF_PROPERTY}`,
};

const naming = z.object({
  id: definitionIdSchema,
  name: z.string().min(1).max(200).optional(),
});

/** Refuses, with its pointer, what is no computed trait. */
export function parseComputedTrait(value: unknown): ComputedTrait {
  if (!isRecord(value)) {
    refuse(`a computed trait must be an object, got ${shown(value)}`, {
      code: 'invalid_value',
      pointer: '',
      allowed: 'an object',
    });
  }
  const { id, name } = parseValue(naming, value, { pointer: '', name: 'computed trait' });
  return {
    id,
    ...(name !== undefined && { name }),
    ...parseEventRule(value, '', ['id', 'name', 'within', ...measureNames]),
    ...(value.within !== undefined && { within: parseWithin(value.within, '/within') }),
    ...parseMeasure(value),
  };
}

/** The one measure of a parsed trait, and the property it is of. */
export function measureOf(trait: ComputedTrait): {
  readonly measure: MeasureName;
  readonly of: string | undefined;
} {
  const measure = measureNames.find((name) => trait[name] !== undefined);
  if (measure === undefined)
    throw new Error(`a parsed computed trait has a measure, got ${Object.keys(trait)}`);
  const subject = trait[measure];
  return { measure, of: typeof subject === 'object' ? subject.of : undefined };
}

function parseMeasure(value: Readonly<Record<string, unknown>>): Partial<ComputedTrait> {
  const [name, second] = measureNames.filter((measure) => value[measure] !== undefined);
  if (name === undefined)
    refuse('a computed trait needs a measure, got none', {
      code: 'missing_operator',
      pointer: '',
      allowed: measureNames,
    });
  if (second !== undefined)
    refuse(`a computed trait has exactly one measure, got \`${name}\` and \`${second}\``, {
      code: 'several_operators',
      pointer: child('', second),
      allowed: measureNames,
    });
  return { [name]: parseSubject(name, value[name]) };
}

function parseSubject(name: MeasureName, value: unknown): true | { of: string } {
  const { subject } = measures[name];
  const pointer = child('', name);
  if (value === true && subject !== 'property') return true;
  if (isRecord(value) && subject !== 'none') {
    requireKnownKeys(value, { pointer, known: ['of'] });
    return { of: parseName(value.of, { pointer, name: 'of' }) };
  }
  const allowed = allowedBySubject[subject];
  refuse(`\`${name}\` must be ${allowed}, got ${shown(value)}`, { code: 'invalid_value', pointer, allowed });
}
