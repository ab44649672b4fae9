import * as z from 'zod';
import type { ConditionByKind } from '../../segments/definition.ts';
import { rfmGroups } from '../../segments/rfm/groups.ts';
import { rfmMeasureNames } from '../../segments/rfm/measures.ts';
import { scoreTests } from '../../segments/rfm/score-tests.ts';
import { bucketSchema } from '../../segments/standing/bucket.ts';
import { scopeSchema, statusSchema } from '../../segments/standing/consent.ts';
import { standingSchema } from '../../segments/standing/journey.ts';
import { messageSchema } from '../../segments/standing/message.ts';
import { valueSchema } from '../../segments/standing/parameters.ts';
import { comparisonSchema, nameSchema } from './comparison-schema.ts';
import { eventSchema, ratioSchema, sequenceSchema, withinSchema } from './event-schemas.ts';

export const conditionSchema: z.ZodType = z
  .lazy(() => z.union(Object.values(kinds)))
  .meta({ id: 'condition', description: 'What must hold: one kind of condition, named by its key.' });

/** The shape of every kind of condition; what it must mean is for the parser to say. */
const kinds: { readonly [Name in keyof ConditionByKind]: z.ZodType } = {
  all: z.strictObject({ all: z.array(conditionSchema).min(1) }),
  any: z.strictObject({ any: z.array(conditionSchema).min(1) }),
  not: z.strictObject({ not: conditionSchema }),
  trait: comparisonSchema('trait'),
  computed: comparisonSchema('computed'),
  group: comparisonSchema('group'),
  event: eventSchema,
  sequence: sequenceSchema,
  ratio: ratioSchema,
  rfm: z.union([
    z.strictObject({ rfm: z.enum(rfmGroups) }),
    comparisonSchema('rfm', z.enum(rfmMeasureNames), Object.keys(scoreTests)),
  ]),
  segment: z.strictObject({ segment: nameSchema, with: z.record(z.string(), valueSchema).optional() }),
  list: z.strictObject({ list: nameSchema }),
  consent: z.strictObject({ consent: scopeSchema, is: statusSchema }),
  journey: z.strictObject({ journey: nameSchema, is: standingSchema }),
  message: z.strictObject({ message: messageSchema.extend({ within: withinSchema.optional() }) }),
  bucket: z.strictObject({ bucket: bucketSchema }),
};
