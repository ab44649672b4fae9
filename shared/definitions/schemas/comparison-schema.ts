import * as z from 'zod';
import { LONGEST_PATH, steadyNames } from '../../segments/conditions/parts/comparison.ts';
import { isOperatorName, operatorNames, operators } from '../../segments/operators.ts';
import { parameterSchema } from '../../segments/standing/parameters.ts';
import { flag } from '../../segments/values/expected.ts';
import { besideAnyOf, exactlyOneOf } from './alternatives.ts';

/** The path of a trait or a property, the name of an event, or an id. */
export const nameSchema = z.string().min(1).max(LONGEST_PATH);

const parameter = parameterSchema.meta({ id: 'parameter' });
const expected = Object.fromEntries(
  Object.entries(operators).map(([name, operator]) => [
    name,
    z.union([operator.expected, parameter]).meta({ id: name }).optional(),
  ]),
);
const comparesText = (name: string) => isOperatorName(name) && operators[name].comparesText === true;

/** What the key names, and exactly one operator. */
export function comparisonSchema(
  key: string,
  named: z.ZodType = nameSchema,
  names: readonly string[] = operatorNames,
): z.ZodType {
  const allowed = Object.fromEntries(Object.entries(expected).filter(([name]) => names.includes(name)));
  return z.strictObject({ [key]: named, ...allowed, ignoreCase: flag.optional() }).meta({
    ...exactlyOneOf(names),
    ...besideAnyOf('ignoreCase', names.filter(comparesText)),
  });
}

/** Tests of an event's properties, which nothing changes any more. */
export const filtersSchema = z
  .array(comparisonSchema('property', nameSchema, steadyNames).meta({ id: 'filter' }))
  .meta({ id: 'filters' });
