import * as z from 'zod';
import { DURATION_GRAMMAR } from '../../duration.ts';
import { amountBounds, boundNames, countBounds } from '../../segments/events/bounds.ts';
import { currency } from '../../segments/events/counted.ts';
import { type MeasureName, measureNames } from '../../segments/events/measures/index.ts';
import { type QuantityName, quantityNames } from '../../segments/events/quantity.ts';
import { MOST_STEPS } from '../../segments/events/sequence.ts';
import { date, datePair } from '../../segments/values/expected.ts';
import { atMostOneOf, exactlyOneOf } from './alternatives.ts';
import { filtersSchema, nameSchema } from './comparison-schema.ts';

type Shapes<Name extends string> = { readonly [Key in Name]: z.ZodType };

export const withinSchema = z.string().regex(DURATION_GRAMMAR).meta({ id: 'within' });

const where = filtersSchema.optional();
const periods = {
  within: withinSchema.optional(),
  since: date.optional(),
  until: date.optional(),
  between: datePair.optional(),
};
const onePeriod = atMostOneOf([['within'], ['since', 'until'], ['between']]);
const counted = {
  event: nameSchema,
  where,
  each: nameSchema.optional(),
  currency: currency.optional(),
  ...periods,
};

const minus = z.strictObject({ event: nameSchema, where, of: nameSchema }).meta({ id: 'minus' });
const isOfSum = { dependentRequired: { minus: ['sum'] } };

const oneBound = exactlyOneOf(boundNames);
const amountOf = amountBounds.extend({ of: nameSchema }).meta({ id: 'amountOf', ...oneBound });
const end = z.strictObject({ ...periods, where }).meta({ id: 'end', minProperties: 1, ...onePeriod });

const measures: Shapes<MeasureName> = {
  count: countBounds.meta(oneBound),
  sum: amountOf,
  average: amountOf,
  minimum: amountOf,
  maximum: amountOf,
  distinct: countBounds.extend({ of: nameSchema }).meta(oneBound),
  first: end,
  last: end,
  never: z.literal(true),
};

export const eventSchema = z
  .strictObject({ ...counted, ...optional(measures), minus: minus.optional() })
  .meta({ ...isOfSum, allOf: [onePeriod, atMostOneOf(measureNames.map((name) => [name]))] });

const subject = z.strictObject({ of: nameSchema }).meta({ id: 'subject' });
const quantities: Shapes<QuantityName> = {
  count: z.literal(true),
  sum: subject,
  average: subject,
  minimum: subject,
  maximum: subject,
  distinct: subject,
};
const ratioPart = z.strictObject({ ...counted, ...optional(quantities), minus: minus.optional() }).meta({
  id: 'ratioPart',
  ...isOfSum,
  allOf: [onePeriod, atMostOneOf(quantityNames.map((name) => [name]))],
});

export const ratioSchema = amountBounds.extend({ ratio: z.tuple([ratioPart, ratioPart]) }).meta(oneBound);

const step = z.strictObject({ event: nameSchema, where });
const nextStep = step.extend({ within: withinSchema.optional() });

export const sequenceSchema = z
  .strictObject({
    sequence: z.tuple([step], nextStep).meta({ maxItems: MOST_STEPS }),
    without: step.optional(),
    ...periods,
  })
  .meta(onePeriod);

function optional(shapes: Shapes<string>): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, shape.optional()]));
}
